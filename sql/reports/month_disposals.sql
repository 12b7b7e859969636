-- purpose: how cases ended in each district in the twelve months up to one, whenever they were registered
-- grain: one row per district that existed or has a disposal
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, disposed bigint, decided bigint, convicted bigint, acquitted bigint,
--   compromised bigint, other bigint, cancelled bigint, untraced bigint, transferred bigint, coverage text, decided_coverage text,
--   convicted_coverage text, acquitted_coverage text, compromised_coverage text, other_coverage text
-- measures: disposed=cases_disposed, decided=cases_decided, convicted=cases_convicted_of_decided,
--   acquitted=fir on date of the court's decision, compromised=fir on date of the court's decision,
--   other=fir on date of the court's decision, cancelled=fir on date of the final disposal, untraced=fir on date of the final disposal,
--   transferred=fir on date of the final disposal
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases, on their first final disposal. Basis: its month. disposed is all of them; decided those that a court ended.
-- Null where no day of the period is covered, and without a feed of outcomes what courts did.
-- row: district = c.district
-- within: c.disposed_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
-- trace: disposed = disposal_month.cases
-- trace: decided = disposal_month.cases where c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted = disposal_month.cases where c.disposal = 'convicted'
-- trace: acquitted = disposal_month.cases where c.disposal = 'acquitted'
-- trace: compromised = disposal_month.cases where c.disposal = 'compromised'
-- trace: other = disposal_month.cases where c.disposal = 'other'
-- trace: cancelled = disposal_month.cases where c.disposal = 'cancelled'
-- trace: untraced = disposal_month.cases where c.disposal = 'untraced'
-- trace: transferred = disposal_month.cases where c.disposal = 'transferred'
with period as (
	select (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), n as (
	select c.district, sum(c.cases) as disposed, sum(c.cases) filter (where c.disposal in ('convicted', 'acquitted', 'compromised', 'other')) as decided,
		sum(c.cases) filter (where c.disposal = 'convicted') as convicted, sum(c.cases) filter (where c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposal = 'compromised') as compromised, sum(c.cases) filter (where c.disposal = 'other') as other,
		sum(c.cases) filter (where c.disposal = 'cancelled') as cancelled, sum(c.cases) filter (where c.disposal = 'untraced') as untraced,
		sum(c.cases) filter (where c.disposal = 'transferred') as transferred
	from report.disposal_month c cross join period p
	where c.disposed_month between p.first and p.last
	group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.disposed) as disposed, report.known(o.state, n.decided) as decided,
	report.known(o.state, n.convicted) as convicted, report.known(o.state, n.acquitted) as acquitted,
	report.known(o.state, n.compromised) as compromised, report.known(o.state, n.other) as other,
	report.known(k.state, n.cancelled) as cancelled, report.known(k.state, n.untraced) as untraced,
	report.known(k.state, n.transferred) as transferred, k.state as coverage, o.state as decided_coverage, o.state as convicted_coverage,
	o.state as acquitted_coverage, o.state as compromised_coverage, o.state as other_coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
join report.states($1::text, 'outcome', p.first, p.last) o on o.district = d.code
left join n on n.district = d.code
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
