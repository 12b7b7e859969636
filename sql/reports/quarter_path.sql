-- purpose: how many cases of a year old enough to be told came as far as each stage
-- grain: one row per stage, in the order of the lifecycle of a case, zeros included
-- parameters: $1 jurisdiction text, $2 quarter date
-- returns: place integer, stage_en text, stage_ur text, cases bigint, coverage text
-- measures: place=none, cases=fir on date of registration of the case
-- locks: none
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.registered_month between (($2::date + interval '3 months') - interval '36 months')::date and (($2::date + interval '3 months') - interval '24 months')::date - 1
-- trace: cases = all attrition_month.cases where @place@ = 1 or c.challaned = 'yes' and (@place@ = 2
--   or @place@ = 3 and c.disposal in ('compromised', 'acquitted', 'other', 'convicted') or @place@ = 4 and c.disposal = 'convicted')
--
-- Counting unit: cases; the same cohort as quarter_attrition. Each stage holds the cases of the next one too.
with q as (
	select (($2::date + interval '3 months') - interval '36 months')::date as first, (($2::date + interval '3 months') - interval '24 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'case', array[q.first], array[q.last]) c
), n as (
	select c.disposal, c.challaned, c.cases
	from q join report.attrition_month c on c.registered_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
), stage (place, stage_en, stage_ur) as (values
	(1, 'Registered', 'درج ہوئے'),
	(2, 'Sent to a court (challan)', 'چالان ہوا'),
	(3, 'Ended in court', 'عدالت میں ختم'),
	(4, 'Convicted', 'سزا ہوئی')
)
select s.place, s.stage_en, s.stage_ur, report.known(k.state, sum(n.cases)) as cases, k.state as coverage
from stage s
cross join k
left join n on s.place = 1 or n.challaned = 'yes' and (s.place = 2
	or s.place = 3 and n.disposal in ('compromised', 'acquitted', 'other', 'convicted') or s.place = 4 and n.disposal = 'convicted')
group by s.place, s.stage_en, s.stage_ur, k.state
order by s.place
