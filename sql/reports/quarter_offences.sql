-- purpose: what courts decided in the twelve months up to the end of a quarter, by principal offence
-- grain: one row per category with a decision, by name; those that are rare everywhere stand together in the last
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: category text, name_en text, name_ur text, decided bigint, convicted bigint, acquitted bigint, compromised bigint, other bigint,
--   provisional boolean, coverage text
-- measures: decided=cases_decided, convicted=cases_convicted_of_decided, acquitted=fir on date of the court's decision,
--   compromised=fir on date of the court's decision, other=fir on date of the court's decision
-- locks: none
-- covers: outcome; quarter $2
-- row: category = case when c.category in ('ACID', 'CYBER', 'INHERIT', 'PPWVAORD', 'TRAFFICK', 'WORKPLACE') then '' else c.category end
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.disposed_month between (($2::date + interval '3 months') - interval '12 months')::date and ($2::date + interval '3 months')::date - 1 and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: decided = disposal_month.cases
-- trace: convicted = disposal_month.cases where c.disposal = 'convicted'
-- trace: acquitted = disposal_month.cases where c.disposal = 'acquitted'
-- trace: compromised = disposal_month.cases where c.disposal = 'compromised'
-- trace: other = disposal_month.cases where c.disposal = 'other'
--
-- Counting unit: cases, on their first final disposal by a court. Offences that are rare everywhere stand together (category ''): each
-- share would be withheld, and the table is for a reader in a hurry. Basis: month of disposal, whenever registered.
with q as (
	select (($2::date + interval '3 months') - interval '12 months')::date as first, ($2::date + interval '3 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'outcome', array[q.first], array[q.last]) c
), n as (
	select case when c.category in ('ACID', 'CYBER', 'INHERIT', 'PPWVAORD', 'TRAFFICK', 'WORKPLACE') then '' else c.category end as category,
		sum(c.cases) as decided, sum(c.cases) filter (where c.disposal = 'convicted') as convicted,
		sum(c.cases) filter (where c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposal = 'compromised') as compromised, sum(c.cases) filter (where c.disposal = 'other') as other
	from q join report.disposal_month c on c.disposed_month between q.first and q.last
		and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by 1
	having sum(c.cases) > 0
)
select n.category, coalesce(g.name_en, 'Acid, cyber, inheritance, trafficking, protection orders, workplace') as name_en,
	coalesce(g.name_ur, g.name_en, 'تیزاب گردی، سائبر، وراثت، انسانی اسمگلنگ، حکم تحفظ، ملازمت کی جگہ') as name_ur, report.known(k.state, n.decided) as decided,
	report.known(k.state, n.convicted) as convicted, report.known(k.state, n.acquitted) as acquitted,
	report.known(k.state, n.compromised) as compromised, report.known(k.state, n.other) as other,
	q.last > report.mature_to($1::text, 'outcome', $3::date) as provisional, k.state as coverage
from n left join ref.category g on g.code = n.category cross join q cross join k
order by n.category = '', g.name_en collate "C"
