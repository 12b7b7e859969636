-- purpose: cases registered in the months of a press release's period, in the whole jurisdiction; of less than a year the thirteen up to its end
-- grain: one row per month, oldest first, zeros included
-- parameters: $1 jurisdiction text, $2 district text, $3 from date, $4 to date, $5 as_at date
-- returns: month_start date, cases bigint, provisional boolean, coverage text
-- measures: cases=cases_registered
-- locks: none
-- covers: case; month $4
-- smallest: 5
-- row: month_start = c.registered_month
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text = 'all'))
-- trace: cases = case_month.cases where c.registered_month between
--   case when pg_catalog.date_trunc('month', $3::date::timestamp)
--   <= pg_catalog.date_trunc('month', $4::date::timestamp) - interval '11 months'
--   then pg_catalog.date_trunc('month', $3::date::timestamp)
--   else pg_catalog.date_trunc('month', $4::date::timestamp) - interval '12 months' end::date
--   and pg_catalog.date_trunc('month', $4::date::timestamp)::date
--
-- Counting unit: cases. Basis: month of registration. A period of twelve months or more has just its own months. A shorter one is
-- shown with those before it, back to the same month of the year before its last. No row where one district is asked for: its
-- months are smaller than its total. cases is null where a day of the month is not covered.
with period as (
	select pg_catalog.date_trunc('month', $3::date::timestamp) as first,
		pg_catalog.date_trunc('month', $4::date::timestamp) as last
), month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from period p
	cross join pg_catalog.generate_series(
		case when p.first <= p.last - interval '11 months' then p.first else p.last - interval '12 months' end,
		p.last, interval '1 month') as g (first)
	where $2::text = 'all'
), counted as (
	select m.first, sum(c.cases)::bigint as cases
	from month m
	join report.case_month c on c.registered_month = m.first
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by m.first
)
select m.first as month_start, case when k.state = 'covered' then coalesce(c.cases, 0) end as cases,
	m.last > report.mature_to($1::text, 'case', $5::date) as provisional, k.state as coverage
from month m
join report.coverage_of($1::text, '', 'case', (select pg_catalog.array_agg(x.first order by x.first) from month x),
	(select pg_catalog.array_agg(x.last order by x.first) from month x)) k on k.first_on = m.first
left join counted c on c.first = m.first
order by m.first
