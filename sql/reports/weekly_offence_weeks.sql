-- purpose: the six offences of which a district registered most in the 52 weeks up to one week, week by week over a window (the last 26)
-- grain: one row per offence and week, the most frequent offence first, weeks in order
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 26
-- returns: category_en text, category_ur text, week_start date, cases bigint, mean numeric, provisional boolean
-- measures: cases=cases_registered, mean=cases_registered
-- locks: none
-- covers: case; district $1; week $2
-- row: category = (select k.name_en from ref.category k where k.code = c.category),
--   week_start = pg_catalog.date_trunc('week', c.registered_on::timestamp)::date
-- within: c.district = $1::text
-- trace: cases = all case_day.cases where (select k.name_en from ref.category k where k.code = c.category) = @category@
--   and c.registered_on between @week_start@::date and @week_start@::date + 6
-- trace: mean of all case_day.cases where (select k.name_en from ref.category k where k.code = c.category) = @category@
--   and c.registered_on between $2::date - 7 * ($4::integer - 1) and $2::date + 6
--
-- cases is null where the week is not covered: a gap. mean: of the covered weeks among those of the window whose late entries have come.
with week as (
	select w.first::date as first, w.first::date + 6 as last
	from pg_catalog.generate_series($2::date - 7 * ($4::integer - 1), $2::date, interval '7 days') as w (first)
), district as (
	select d.jurisdiction, report.mature_to(d.jurisdiction, 'case', $3::date) as mature_to from ref.district d where d.code = $1::text
), main as (
	select c.category, pg_catalog.row_number() over (order by sum(c.cases) desc, c.category collate "C") as place
	from report.case_day c
	where c.district = $1::text and c.registered_on between $2::date - 7 * 51 and $2::date + 6
	group by c.category
	having sum(c.cases) > 0
), known as (
	select k.first_on as first, k.state = 'covered' as covered
	from district d cross join report.coverage_of(d.jurisdiction, $1::text, 'case',
		(select pg_catalog.array_agg(x.first order by x.first) from week x),
		(select pg_catalog.array_agg(x.last order by x.first) from week x)) k
), counted as (
	select c.category, w.first, sum(c.cases)::bigint as cases
	from week w join report.case_day c on c.district = $1::text and c.registered_on between w.first and w.last
	group by c.category, w.first
)
select o.name_en as category_en, o.name_ur as category_ur, w.first as week_start, case when k.covered then coalesce(n.cases, 0) end as cases,
	pg_catalog.round(avg(case when k.covered and w.last <= d.mature_to then coalesce(n.cases, 0) end) over (partition by m.place), 1) as mean,
	w.last > d.mature_to as provisional
from main m
join ref.category o on o.code = m.category
cross join week w
cross join district d
join known k on k.first = w.first
left join counted n on n.category = m.category and n.first = w.first
where m.place <= 6
order by m.place, w.first
