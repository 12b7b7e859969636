-- purpose: how the cases of a year old enough to be told ended: those registered in the twelve months that ended two years before a quarter
-- grain: one row
-- parameters: $1 jurisdiction text, $2 quarter date
-- returns: from_on date, to_on date, registered bigint, challaned bigint, challaned_convicted bigint, convicted bigint, police bigint,
--   cancelled bigint, untraced bigint, transferred bigint, acquitted bigint, compromised bigint, other bigint, open bigint, undated bigint,
--   coverage text
-- measures: registered=cases_registered, challaned=cases_challaned, challaned_convicted=cases_convicted_of_registered,
--   convicted=cases_convicted_of_registered, police=fir on date of registration of the case, cancelled=cases_cancelled,
--   untraced=fir on date of registration of the case, transferred=fir on date of registration of the case,
--   acquitted=fir on date of registration of the case, compromised=fir on date of registration of the case,
--   other=fir on date of registration of the case, open=fir on date of registration of the case,
--   undated=fir on date of registration of the case
-- locks: none
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.registered_month between (($2::date + interval '3 months') - interval '36 months')::date and (($2::date + interval '3 months') - interval '24 months')::date - 1
-- trace: registered = attrition_month.cases
-- trace: challaned = attrition_month.cases where c.challaned = 'yes'
-- trace: challaned_convicted = attrition_month.cases where c.challaned = 'yes' and c.disposal = 'convicted'
-- trace: convicted = attrition_month.cases where c.disposal = 'convicted'
-- trace: police = attrition_month.cases where c.disposal in ('cancelled', 'untraced', 'transferred')
-- trace: cancelled = attrition_month.cases where c.disposal = 'cancelled'
-- trace: untraced = attrition_month.cases where c.disposal = 'untraced'
-- trace: transferred = attrition_month.cases where c.disposal = 'transferred'
-- trace: acquitted = attrition_month.cases where c.disposal = 'acquitted'
-- trace: compromised = attrition_month.cases where c.disposal = 'compromised'
-- trace: other = attrition_month.cases where c.disposal = 'other'
-- trace: open = attrition_month.cases where c.disposal = 'open'
-- trace: undated = attrition_month.cases where c.disposal = 'undated'
--
-- Counting unit: cases, on their first final disposal. Basis: month of registration. Every case was followed for two years and more; open
-- ones may still be decided. The ends, open and undated add up to registered. Null where no day of the twelve months is covered.
with q as (
	select (($2::date + interval '3 months') - interval '36 months')::date as first, (($2::date + interval '3 months') - interval '24 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'case', array[q.first], array[q.last]) c
), n as (
	select sum(c.cases) as registered, sum(c.cases) filter (where c.challaned = 'yes') as challaned,
		sum(c.cases) filter (where c.challaned = 'yes' and c.disposal = 'convicted') as challaned_convicted,
		sum(c.cases) filter (where c.disposal = 'convicted') as convicted,
		sum(c.cases) filter (where c.disposal in ('cancelled', 'untraced', 'transferred')) as police,
		sum(c.cases) filter (where c.disposal = 'cancelled') as cancelled, sum(c.cases) filter (where c.disposal = 'untraced') as untraced,
		sum(c.cases) filter (where c.disposal = 'transferred') as transferred,
		sum(c.cases) filter (where c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposal = 'compromised') as compromised, sum(c.cases) filter (where c.disposal = 'other') as other,
		sum(c.cases) filter (where c.disposal = 'open') as open, sum(c.cases) filter (where c.disposal = 'undated') as undated
	from q join report.attrition_month c on c.registered_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
)
select q.first as from_on, q.last as to_on, report.known(k.state, n.registered) as registered, report.known(k.state, n.challaned) as challaned,
	report.known(k.state, n.challaned_convicted) as challaned_convicted, report.known(k.state, n.convicted) as convicted,
	report.known(k.state, n.police) as police, report.known(k.state, n.cancelled) as cancelled, report.known(k.state, n.untraced) as untraced,
	report.known(k.state, n.transferred) as transferred, report.known(k.state, n.acquitted) as acquitted,
	report.known(k.state, n.compromised) as compromised, report.known(k.state, n.other) as other, report.known(k.state, n.open) as open,
	report.known(k.state, n.undated) as undated, k.state as coverage
from q cross join k cross join n
