-- purpose: cases registered in each of the 26 weeks up to one week of a district; weeks whose late entries are still coming are provisional
-- grain: one row per week, oldest first
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: week_start date, cases bigint, provisional boolean, coverage text, covered boolean, era integer
-- measures: cases=cases_registered, era=none
-- locks: none
-- covers: case; district $1; week $2
--
-- cases is null where a day of the week is not covered: missing, never zero, and a gap in the chart. coverage says why
-- (report.coverage_of); covered weeks alone make limits and runs. Weeks of different eras cannot be compared: the district
-- was cut between them.
with week as (
	select w.first::date as first, w.first::date + 6 as last
	from pg_catalog.generate_series($2::date - 7 * 25, $2::date, interval '7 days') as w (first)
), district as (
	select d.jurisdiction, report.mature_to(d.jurisdiction, 'case', $3::date) as mature_to
	from ref.district d where d.code = $1::text
), counted as (
	select w.first, sum(c.cases)::bigint as cases
	from week w
		join report.case_day c on c.district = $1::text and c.registered_on between w.first and w.last
	group by w.first
)
select w.first as week_start,
	case when k.state = 'covered' then coalesce(n.cases, 0) end as cases,
	w.last > d.mature_to as provisional, k.state as coverage, k.state = 'covered' as covered,
	report.district_era($1::text, w.last) as era
from district d
	cross join report.coverage_of(d.jurisdiction, $1::text, 'case',
		(select pg_catalog.array_agg(x.first order by x.first) from week x), (select pg_catalog.array_agg(x.last order by x.first) from week x)) k
	join week w on w.first = k.first_on
	left join counted n on n.first = w.first
order by w.first
