-- purpose: cases registered in each month that a release has of a place, up to one month
-- grain: one row per month, oldest first
-- parameters: $1 place text, $2 month date
-- returns: month_start date, cases bigint, coverage text, provisional boolean, revised boolean
-- measures: cases=cases_registered
-- locks: none
-- covers: case
-- reads: released
-- row: month_start = c.registered_month
-- within: c.district = any (array(select d.code from ref.district d where $1::text in (d.jurisdiction, d.code)))
-- trace: cases = case_month.cases where c.registered_month = @month_start@
--
-- Counting unit: cases. Basis: month of registration. A withheld month has no value and the coverage 'hidden'.
select f.first_on as month_start, f.value as cases, f.coverage, f.provisional, f.revised
from released.figure f
where f.place = $1::text and f.measure = 'cases_registered' and f.kind = 'all' and f.first_on <= $2::date
	and f.first_on = pg_catalog.date_trunc('month', f.first_on::timestamp)::date
	and f.last_on = (f.first_on + interval '1 month')::date - 1
order by f.first_on
