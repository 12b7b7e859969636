-- purpose: cases registered in each month as the first run after it knew them, and one, three and twelve months later
-- grain: one row per month of 36 up to one, oldest first
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: month date, first bigint, plus_1 bigint, plus_3 bigint, plus_12 bigint, now bigint, first_coverage text, plus_1_coverage text,
--   plus_3_coverage text, plus_12_coverage text, now_coverage text, known boolean
-- measures: first=cases_registered, plus_1=cases_registered, plus_3=cases_registered, plus_12=cases_registered, now=cases_registered
-- locks: none
-- covers: case; month $2
--
-- first: as the first run that knew the month to its end, where that was within 31 days; plus_N: as the last run up to N months after the
-- end of the month. [n]: that day has not come; [x]: no run knew the month then, as before the warehouse began: it is not made up from
-- dates in the records. known: the row has any column beside now.
-- row: month = c.registered_month
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
-- trace: now = all case_month.cases where c.registered_month = @month@
-- trace: first, plus_1, plus_3, plus_12 said "the versions of facts by run"
with month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '35 months',
		pg_catalog.date_trunc('month', $2::date::timestamp), interval '1 month') as g (first)
), run as (
	select k.run_no, k.as_at_on from report.run_known k where k.jurisdiction = $1::text
), step as (
	select m.first, s.lag, (m.last + 1 + pg_catalog.make_interval(months => s.lag))::date - 1 as on_day,
		case s.lag when 0 then (select min(r.run_no) from run r where r.as_at_on between m.last and m.last + 31
				and not exists (select from run b where b.as_at_on > m.last + 31 and b.run_no < r.run_no))
			when 999 then (select max(r.run_no) from run r)
			else (select max(r.run_no) from run r where r.as_at_on between m.last
				and (m.last + 1 + pg_catalog.make_interval(months => s.lag))::date - 1) end as run_no
	from month m cross join (values (0), (1), (3), (12)) as s (lag)
), version as (
	select k.registered_month, k.run_from, k.run_to, sum(k.cases) as cases
	from report.case_known k join ref.district d on d.code = k.district and d.jurisdiction = $1::text
	group by k.registered_month, k.run_from, k.run_to
), figure as (
	select s.first, s.lag, case when s.run_no is not null then coalesce(sum(v.cases), 0)::bigint end as cases,
		case when s.lag > 0 and s.on_day > $3::date then 'not-yet' when s.run_no is null then 'not-reported' else 'covered' end as state
	from step s
	left join version v on v.registered_month = s.first and v.run_from <= s.run_no and (v.run_to is null or v.run_to > s.run_no)
	group by s.first, s.lag, s.on_day, s.run_no
), wide as (
	select f.first, max(f.cases) filter (where f.lag = 0 and f.state = 'covered') as first_cases,
		max(f.cases) filter (where f.lag = 1 and f.state = 'covered') as plus_1,
		max(f.cases) filter (where f.lag = 3 and f.state = 'covered') as plus_3, max(f.cases) filter (where f.lag = 12 and f.state = 'covered') as plus_12,
		max(f.state) filter (where f.lag = 0) as first_state, max(f.state) filter (where f.lag = 1) as state_1,
		max(f.state) filter (where f.lag = 3) as state_3, max(f.state) filter (where f.lag = 12) as state_12
	from figure f group by f.first
), now as (
	select c.registered_month, sum(c.cases) as cases
	from report.case_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text group by c.registered_month
)
select m.first as month, w.first_cases as first, w.plus_1, w.plus_3, w.plus_12, report.known(k.state, n.cases) as now,
	w.first_state as first_coverage, w.state_1 as plus_1_coverage, w.state_3 as plus_3_coverage, w.state_12 as plus_12_coverage,
	k.state as now_coverage, pg_catalog.num_nonnulls(w.first_cases, w.plus_1, w.plus_3, w.plus_12) > 0 as known
from report.coverage_of($1::text, '', 'case', (select pg_catalog.array_agg(x.first order by x.first) from month x),
	(select pg_catalog.array_agg(x.last order by x.first) from month x)) k
join month m on m.first = k.first_on
join wide w on w.first = m.first
left join now n on n.registered_month = m.first
order by m.first
