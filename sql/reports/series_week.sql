-- purpose: cases registered in each week of a period, for a control chart; the latest are provisional
-- grain: one row per week, oldest first, zeros included
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date, $5 district text, $6 category text
-- returns: week_start date, cases bigint, days integer, provisional boolean, partial boolean, coverage text, covered boolean, era integer
-- measures: cases=cases_registered, days=none, era=none
-- locks: none
-- covers: case; district $5; days $2 to $3
-- row: week_start = pg_catalog.date_trunc('week', c.registered_on::timestamp)::date
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and $5::text in ('', c.district) and $6::text in ('', c.category)
-- trace: cases = case_day.cases where c.registered_on between pg_catalog.date_trunc('week', $2::date::timestamp)::date
--   and pg_catalog.date_trunc('week', $3::date::timestamp)::date + 6
--
-- Counting unit: cases. Basis: day of registration. District or category '': all of them. cases is null where a day of the week is
-- not covered, in any district when all are asked for: missing, never zero; partial: some are. While late entries come a week is
-- provisional: keep these out of the limits. Weeks of different eras cannot be compared: the district was cut between them.
with week as (
	select g.first::date as first, g.first::date + 6 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('week', $2::date::timestamp),
		pg_catalog.date_trunc('week', $3::date::timestamp), interval '7 days') as g (first)
), counted as (
	select w.first, sum(n.cases)::bigint as cases
	from week w
	join report.case_day n on n.registered_on between w.first and w.last
	join ref.district d on d.code = n.district and d.jurisdiction = $1::text
	where $5::text in ('', n.district) and $6::text in ('', n.category)
	group by w.first
), mature as (
	select report.mature_to($1::text, 'case', $4::date) as to_on
)
select w.first as week_start, case when k.state = 'covered' then coalesce(c.cases, 0) end as cases, k.days,
	w.last > m.to_on as provisional, k.state = 'partial' as partial, k.state as coverage, k.state = 'covered' as covered,
	report.district_era($5::text, w.last) as era
from report.coverage_of($1::text, $5::text, 'case', (select pg_catalog.array_agg(x.first order by x.first) from week x),
	(select pg_catalog.array_agg(x.last order by x.first) from week x)) k
cross join mature m
join week w on w.first = k.first_on
left join counted c on c.first = w.first
order by w.first
