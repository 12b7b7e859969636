-- purpose: how long cases were in each stage, by the year in which they were registered
-- grain: one row per cohort of twelve months, the oldest first; the last ends with the quarter
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: from_on date, to_on date, registered bigint, arrested bigint, arrest_half bigint, investigated bigint, investigation_half bigint,
--   investigation_ninety bigint, court_left bigint, court_half bigint, ended bigint, whole_half bigint, coverage text,
--   arrest_half_coverage text, investigation_half_coverage text, investigation_ninety_coverage text, court_half_coverage text,
--   whole_half_coverage text, arrest_half_provisional boolean, court_half_provisional boolean
-- measures: registered=cases_registered, arrested=fir on date of registration of the case, arrest_half=none,
--   investigated=fir on date of registration of the case, investigation_half=none, investigation_ninety=none,
--   court_left=fir on date of registration of the case, court_half=none, ended=fir on date of registration of the case, whole_half=none
-- locks: none
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.registered_month between @from_on@ and @to_on@
-- trace: registered = milestone_month.cases
-- trace: arrested = duration_month.cases where c.stage = 'arrest'
-- trace: investigated = duration_month.cases where c.stage = 'investigation'
-- trace: court_left = duration_month.cases where c.stage = 'court'
-- trace: ended = duration_month.cases where c.stage = 'whole'
--
-- Counting unit: cases, and days. investigation_half: within so many days half of all registered cases had a challan or had ended without
-- one; whole_half: half of all had their first final disposal. Both count the cases that are not so far as longer, and are not
-- yet known (coverage 'not-yet') before so many cases are so far or all were followed so long. arrest_half and court_half are of those cases alone that
-- had an arrest, or a disposal after a challan (court_left): in a cohort followed for less than two years they are those that went
-- fast, and provisional. Days are the upper ends of bins: weeks up to half a year, 30 days after it.
with cohort as (
	select (($2::date + interval '3 months') - pg_catalog.make_interval(months => 12 * (y + 1)))::date as first,
		(($2::date + interval '3 months') - pg_catalog.make_interval(months => 12 * y))::date - 1 as last
	from pg_catalog.generate_series(0, 3) y
), state as (
	select h.first, h.last, k.state from cohort h
	join report.coverage_of($1::text, '', 'case', (select pg_catalog.array_agg(x.first order by x.first) from cohort x),
		(select pg_catalog.array_agg(x.last order by x.first) from cohort x)) k on k.first_on = h.first
), n as (
	select h.first, sum(c.cases) as registered
	from cohort h
	join report.milestone_month c on c.registered_month between h.first and h.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by h.first
), bin as (
	select h.first, c.stage, c.days_upto, sum(c.cases) as cases
	from cohort h
	join report.duration_month c on c.registered_month between h.first and h.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by h.first, c.stage, c.days_upto
), upto as (
	select b.first, b.stage, b.days_upto, sum(b.cases) over (partition by b.first, b.stage order by b.days_upto) as cases,
		sum(b.cases) over (partition by b.first, b.stage) as of_all
	from bin b
), half as (
	select u.first, max(u.of_all) filter (where u.stage = 'arrest') as arrested,
		min(u.days_upto) filter (where u.stage = 'arrest' and u.cases * 2 >= u.of_all) as arrest_half,
		max(u.of_all) filter (where u.stage = 'investigation') as investigated,
		min(u.days_upto) filter (where u.stage = 'investigation' and u.cases * 2 >= n.registered) as investigation_half,
		min(u.days_upto) filter (where u.stage = 'investigation' and u.cases * 10 >= n.registered * 9) as investigation_ninety,
		max(u.of_all) filter (where u.stage = 'court') as court_left,
		min(u.days_upto) filter (where u.stage = 'court' and u.cases * 2 >= u.of_all) as court_half,
		max(u.of_all) filter (where u.stage = 'whole') as ended,
		min(u.days_upto) filter (where u.stage = 'whole' and u.cases * 2 >= n.registered) as whole_half
	from upto u join n on n.first = u.first
	group by u.first
), told as (
	select s.first, s.last, s.state, s.state in ('covered', 'partial') as is_there, $3::date - s.last as followed,
		s.last + 730 > $3::date as young, h.arrested, h.arrest_half, h.investigated, h.court_left, h.court_half, h.ended,
		case when h.investigation_half <= $3::date - s.last then h.investigation_half end as investigation_half,
		case when h.investigation_ninety <= $3::date - s.last then h.investigation_ninety end as investigation_ninety,
		case when h.whole_half <= $3::date - s.last then h.whole_half end as whole_half, n.registered
	from state s left join half h on h.first = s.first left join n on n.first = s.first
)
select t.first as from_on, t.last as to_on, report.known(t.state, t.registered) as registered, report.known(t.state, t.arrested) as arrested,
	case when t.is_there then t.arrest_half::bigint end as arrest_half, report.known(t.state, t.investigated) as investigated,
	case when t.is_there then t.investigation_half::bigint end as investigation_half,
	case when t.is_there then t.investigation_ninety::bigint end as investigation_ninety, report.known(t.state, t.court_left) as court_left,
	case when t.is_there then t.court_half::bigint end as court_half, report.known(t.state, t.ended) as ended,
	case when t.is_there then t.whole_half::bigint end as whole_half, t.state as coverage,
	case when t.is_there and t.arrest_half is null then 'not-yet' else t.state end as arrest_half_coverage,
	case when t.is_there and t.investigation_half is null then 'not-yet' else t.state end as investigation_half_coverage,
	case when t.is_there and t.investigation_ninety is null then 'not-yet' else t.state end as investigation_ninety_coverage,
	case when t.is_there and t.court_half is null then 'not-yet' else t.state end as court_half_coverage,
	case when t.is_there and t.whole_half is null then 'not-yet' else t.state end as whole_half_coverage,
	t.young as arrest_half_provisional, t.young as court_half_provisional
from told t
order by t.first
