-- purpose: on what grounds courts ended charges without a conviction in the twelve months up to the end of a quarter, as recorded
-- grain: one row per outcome with a charge, by the list of outcomes
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: outcome text, name_en text, name_ur text, charges bigint, charges_all bigint, provisional boolean, coverage text
-- measures: charges=outcome_charges, charges_all=outcome_charges
-- locks: none
-- covers: outcome; quarter $2
-- row: outcome = c.outcome
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.decided_on between (($2::date + interval '3 months') - interval '12 months')::date and ($2::date + interval '3 months')::date - 1 and c.outcome in (select r.code from ref.court_outcome r where r.final)
--   and c.outcome_class <> 'guilty'
-- trace: charges = outcome_day.outcomes
-- trace: charges_all = all outcome_day.outcomes
--
-- Counting unit: charges (an accused person may have several, a case several accused). Basis: day of the decision. Consigned and pending
-- are no final outcome and are not counted.
with q as (
	select (($2::date + interval '3 months') - interval '12 months')::date as first, ($2::date + interval '3 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'outcome', array[q.first], array[q.last]) c
), n as (
	select c.outcome, sum(c.outcomes) as charges
	from q join report.outcome_day c on c.decided_on between q.first and q.last and c.outcome_class <> 'guilty'
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.outcome
)
select r.code as outcome, r.name_en, coalesce(r.name_ur, r.name_en) as name_ur, report.known(k.state, n.charges) as charges,
	report.known(k.state, sum(n.charges) over ()) as charges_all,
	q.last > report.mature_to($1::text, 'outcome', $3::date) as provisional, k.state as coverage
from n join ref.court_outcome r on r.code = n.outcome and r.final cross join q cross join k
where n.charges > 0
order by r.rank
