-- purpose: cases finally disposed of in a month, by cause, whenever they were registered
-- grain: one row per fact; cells per district, category, disposal, disposed_month
-- keys: district, category, disposal, disposed_month
-- counts: cases, challaned
-- parameters: none
-- returns: district text, category text, disposal text, disposed_month date, cases bigint, challaned bigint
-- locks: none
--
-- Counting unit: cases, on their first final disposal. challaned of them had a challan.
select f.district, f.category, f.disposal, pg_catalog.date_trunc('month', f.disposed_on::timestamp)::date as disposed_month,
	f.sign::bigint as cases,
	(case when f.first_challaned_on is not null then f.sign else 0 end)::bigint as challaned
from engine.signed_lifecycle f
where f.disposed_on is not null
