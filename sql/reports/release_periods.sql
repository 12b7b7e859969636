-- purpose: a press release's period and the same months of the year before, side by side, of one district
-- grain: one row per period, the earlier first
-- parameters: $1 jurisdiction text, $2 district text, $3 from date, $4 to date
-- returns: first_on date, last_on date, cases bigint, coverage text
-- measures: cases=cases_registered
-- locks: none
-- covers: case; district $2; days $3 to $4
-- smallest: 5
-- row: first_on = case when c.registered_month < pg_catalog.date_trunc('month', $3::date::timestamp) then
--   (pg_catalog.date_trunc('month', $3::date::timestamp) - interval '1 year')::date else pg_catalog.date_trunc('month', $3::date::timestamp)::date end
-- within: c.district = $2::text
-- trace: cases = case_month.cases where c.registered_month between @first_on@ and @last_on@
--
-- Counting unit: cases. Basis: month of registration. cases is null where a day of the period is not covered. Whether the two are alike
-- says release_head. No row where the whole jurisdiction is asked for.
with period as (
	select (b.first - y.back)::date as first, (b.last + 1 - y.back)::date - 1 as last
	from (select pg_catalog.date_trunc('month', $3::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $4::date::timestamp) + interval '1 month')::date - 1 as last) b
	cross join (values (interval '1 year'), (interval '0')) as y (back)
	where $2::text <> 'all'
)
select p.first as first_on, p.last as last_on, case when k.state = 'covered' then coalesce((select sum(c.cases) from report.case_month c
		where c.district = $2::text and c.registered_month between p.first and p.last), 0)::bigint end as cases, k.state as coverage
from period p
cross join lateral report.coverage_of($1::text, $2::text, 'case', array[p.first], array[p.last]) k
order by p.first
