-- purpose: registered cases and their victims per month of registration
-- grain: one row per fact; cells per district, category, channel, registered_month
-- keys: district, category, channel, registered_month
-- counts: cases, victims
-- parameters: none
-- returns: district text, category text, channel text, registered_month date, cases bigint, victims bigint
-- locks: none
select f.district, f.category, f.channel, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	f.sign::bigint as cases,
	(f.sign * coalesce(f.victims, 0))::bigint as victims
from engine.signed_case f
