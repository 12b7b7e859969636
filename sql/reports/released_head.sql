-- purpose: the figures of a province in one month, as a release has them, beside the same month of the year before
-- grain: one row
-- parameters: $1 place text, $2 month date
-- returns: first_on date, last_on date, days integer, covered_days integer, coverage text, cases bigint, cases_coverage text,
--   cases_provisional boolean, cases_revised boolean, arrests bigint, arrests_coverage text, arrests_provisional boolean, convicted bigint,
--   convicted_coverage text, convicted_provisional boolean, before_first_on date, before_last_on date, before_days integer,
--   compared text, cases_before bigint, cases_before_coverage text, cases_change bigint, rape_principal bigint,
--   rape_principal_coverage text, rape_principal_provisional boolean, rape_any bigint, rape_any_coverage text,
--   rape_any_provisional boolean, late_days integer, late_on date, places bigint, places_withheld bigint,
--   withheld_pct double precision, figures bigint, figures_withheld bigint, months_withheld bigint
-- measures: days=none, covered_days=none, cases=cases_registered, arrests=arrests_made, convicted=accused_convicted_period,
--   before_days=none, cases_before=cases_registered, cases_change=fir on date of registration of the case,
--   rape_principal=cases_rape_principal, rape_any=cases_rape_mentioned, late_days=none, places=none, places_withheld=none,
--   withheld_pct=none, figures=none, figures_withheld=none, months_withheld=none
-- locks: none
-- covers: case
-- reads: released
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
-- trace: cases = case_month.cases where c.registered_month = @first_on@
-- trace: arrests = arrest_day.accused where c.arrested_on between @first_on@ and @last_on@
-- trace: convicted = decided_day.accused where c.outcome_class = 'guilty' and c.decided_on between @first_on@ and @last_on@
-- trace: cases_before = case_month.cases where c.registered_month = @before_first_on@
-- trace: cases_change said "cases less cases_before, of the two months; trace each of them"
-- trace: rape_principal = case_month.cases where c.category = 'RAPE' and c.registered_month = @first_on@
-- trace: rape_any = sections_month.cases where c.registered_month = @first_on@
--   and report.sections_mention(c.sections, c.honour, c.domestic, c.registered_month, 'RAPE')
--
-- Counting units: cases, on the day of registration; accused persons, on the day of their arrest and of the court's decision.
-- compared says whether the same month of the year before is like this one, and else why it is not (docs/release-plans.md); only where it
-- is, and both are published, there is cases_change. places, places_withheld and withheld_pct are of the districts of this month;
-- figures and figures_withheld are of the whole release, what is not covered left out.
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last,
		(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '1 year')::date as before_first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date - 1 as before_last
), figure as (
	select f.measure, f.first_on, f.value, f.coverage, f.provisional, f.revised
	from released.figure f
	join period p on (f.first_on, f.last_on) in ((p.first, p.last), (p.before_first, p.before_last))
	where f.place = $1::text and f.kind = 'all'
), said as (
	select max(f.value) filter (where f.name = 'coverage') as coverage, max(f.value) filter (where f.name = 'covered_days') as covered_days,
		max(f.value) filter (where f.name = 'compared') as compared, max(f.value) filter (where f.name = 'late_days') as late_days,
		max(f.value) filter (where f.name = 'late_on') as late_on, max(f.value) filter (where f.name = 'newest.places') as places,
		max(f.value) filter (where f.name = 'newest.places_withheld') as places_withheld,
		max(f.value) filter (where f.name = 'newest.withheld_pct') as withheld_pct
	from released.fact f
), lost as (
	select pg_catalog.count(*) filter (where f.value is not null or f.coverage = 'hidden') as figures,
		pg_catalog.count(*) filter (where f.coverage = 'hidden') as figures_withheld
	from released.figure f
)
select p.first as first_on, p.last as last_on, p.last - p.first + 1 as days, s.covered_days::integer as covered_days, s.coverage,
	c.value as cases, c.coverage as cases_coverage, c.provisional as cases_provisional, c.revised as cases_revised, a.value as arrests,
	a.coverage as arrests_coverage, a.provisional as arrests_provisional, g.value as convicted, g.coverage as convicted_coverage,
	g.provisional as convicted_provisional, p.before_first as before_first_on, p.before_last as before_last_on,
	p.before_last - p.before_first + 1 as before_days, coalesce(s.compared, 'before') as compared, b.value as cases_before,
	b.coverage as cases_before_coverage, case when s.compared = 'yes' then c.value - b.value end as cases_change,
	r.value as rape_principal, r.coverage as rape_principal_coverage, r.provisional as rape_principal_provisional,
	m.value as rape_any, m.coverage as rape_any_coverage, m.provisional as rape_any_provisional,
	s.late_days::integer as late_days, s.late_on::date as late_on, s.places::bigint as places, s.places_withheld::bigint as places_withheld,
	s.withheld_pct::double precision as withheld_pct, w.figures, w.figures_withheld,
	(select pg_catalog.count(*) from released.figure f where f.place = $1::text and f.measure = 'cases_registered' and f.kind = 'all'
		and f.coverage = 'hidden') as months_withheld
from period p
cross join said s
cross join lost w
left join figure c on c.measure = 'cases_registered' and c.first_on = p.first
left join figure b on b.measure = 'cases_registered' and b.first_on = p.before_first
left join figure a on a.measure = 'arrests_made' and a.first_on = p.first
left join figure g on g.measure = 'accused_convicted_period' and g.first_on = p.first
left join figure r on r.measure = 'cases_rape_principal' and r.first_on = p.first
left join figure m on m.measure = 'cases_rape_mentioned' and m.first_on = p.first
