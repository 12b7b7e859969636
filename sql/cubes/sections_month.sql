-- purpose: registered cases by the sections written in them, from which all offences that a case mentions can be told
-- grain: one row per fact; cells per district, category, sections, honour, domestic, registered_month
-- keys: district, category, sections, honour, domestic, registered_month
-- counts: cases
-- parameters: none
-- returns: district text, category text, sections text, honour boolean, domestic boolean, registered_month date, cases bigint
-- locks: none
--
-- category is the principal offence. What else the sections mention is read off the list of offences when it is asked for
-- (report.sections_mention): such counts overlap, and do not add up to the cases.
select f.district, f.category, pg_catalog.array_to_string(f.sections, ', ') as sections, f.honour, f.domestic,
	pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	f.sign::bigint as cases
from engine.signed_case f
