-- purpose: how far the cases registered in each of twelve quarters had come after 3, 6, 12 and 24 months
-- grain: one row per quarter that ended by the end of the month and number of months, oldest first
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: quarter date, after_months integer, registered bigint, arrested bigint, challaned bigint, decided bigint, convicted bigint,
--   closed bigint, open bigint, coverage text, arrested_coverage text, challaned_coverage text, decided_coverage text,
--   convicted_coverage text, closed_coverage text, open_coverage text
-- measures: after_months=none, registered=cases_registered, arrested=fir on date of registration of the case,
--   challaned=fir on date of registration of the case, decided=fir on date of registration of the case,
--   convicted=cases_convicted_of_registered, closed=fir on date of registration of the case, open=fir on date of registration of the case
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases. Basis: month of registration. A case has come so far after N months when it had by the end of the N-th month of the
-- calendar after that of its registration. decided: a court ended it, convicted among them; closed: the police cancelled, left untraced
-- or transferred it. open: neither. [n] until all cases of the quarter were followed so long. Undated disposals count as open.
-- row: quarter = c.registered_month, after_months = c.months_since
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text) and c.registered_month between @quarter@ and (@quarter@ + interval '3 months')::date - 1
-- trace: registered = all cohort_month.cases
-- trace: arrested = all stage_month.cases where c.stage = 'arrested' and c.months_since <= @after_months@
-- trace: challaned = all stage_month.cases where c.stage = 'challaned' and c.months_since <= @after_months@
-- trace: decided = all stage_month.cases where c.months_since <= @after_months@
--   and c.stage in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted = all stage_month.cases where c.stage = 'convicted' and c.months_since <= @after_months@
-- trace: closed = all stage_month.cases where c.stage in ('cancelled', 'untraced', 'transferred') and c.months_since <= @after_months@
-- trace: open of all cohort_month.cases
with quarter as (
	select g.first::date as first, (g.first + interval '3 months')::date - 1 as last
	from (select pg_catalog.date_trunc('quarter', (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month'))
		- interval '3 months' as latest) l
	cross join lateral pg_catalog.generate_series(l.latest - interval '33 months', l.latest, interval '3 months') as g (first)
), place as (
	select d.code as district from ref.district d where d.jurisdiction = $1::text
), state as (
	select f.feed, k.first_on as first, k.state
	from pg_catalog.unnest(array['case', 'accused', 'outcome']) f (feed)
	cross join lateral report.coverage_of($1::text, '', f.feed, (select pg_catalog.array_agg(q.first order by q.first) from quarter q),
		(select pg_catalog.array_agg(q.last order by q.first) from quarter q)) k
), registered as (
	select q.first, sum(c.cases) as cases
	from quarter q
	join report.cohort_month c on c.registered_month between q.first and q.last
	join place p on p.district = c.district
	group by q.first
), reached as (
	select q.first, a.after, sum(c.cases) filter (where c.stage = 'arrested') as arrested,
		sum(c.cases) filter (where c.stage = 'challaned') as challaned,
		sum(c.cases) filter (where c.stage in ('convicted', 'acquitted', 'compromised', 'other')) as decided,
		sum(c.cases) filter (where c.stage = 'convicted') as convicted,
		sum(c.cases) filter (where c.stage in ('cancelled', 'untraced', 'transferred')) as closed
	from quarter q
	cross join (values (3), (6), (12), (24)) as a (after)
	join report.stage_month c on c.registered_month between q.first and q.last and c.months_since <= a.after
	join place p on p.district = c.district
	group by q.first, a.after
), row_state as (
	select q.first, a.after, k.state as "case", case when r.ripe then u.state else 'not-yet' end as accused,
		case when r.ripe then o.state else 'not-yet' end as outcome, case when r.ripe then k.state else 'not-yet' end as ripe
	from quarter q
	cross join (values (3), (6), (12), (24)) as a (after)
	cross join lateral (select (q.last + 1 + pg_catalog.make_interval(months => a.after))::date - 1 <= $3::date as ripe) r
	join state k on k.first = q.first and k.feed = 'case'
	join state u on u.first = q.first and u.feed = 'accused'
	join state o on o.first = q.first and o.feed = 'outcome'
)
select s.first as quarter, s.after as after_months, report.known(s."case", r.cases) as registered, report.known(s.accused, n.arrested) as arrested,
	report.known(s.accused, n.challaned) as challaned, report.known(s.outcome, n.decided) as decided,
	report.known(s.outcome, n.convicted) as convicted, report.known(s.ripe, n.closed) as closed,
	report.known(s.outcome, coalesce(r.cases, 0) - coalesce(n.decided, 0) - coalesce(n.closed, 0)) as open, s."case" as coverage,
	s.accused as arrested_coverage, s.accused as challaned_coverage, s.outcome as decided_coverage, s.outcome as convicted_coverage,
	s.ripe as closed_coverage, s.outcome as open_coverage
from row_state s
left join registered r on r.first = s.first
left join reached n on n.first = s.first and n.after = s.after
order by s.first, s.after
