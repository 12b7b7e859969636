-- purpose: cases registered in each district over a press release's period, where none of them has so few that a person could be told
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 district text, $3 from date, $4 to date
-- returns: district text, name_en text, name_ur text, cases bigint, coverage text
-- measures: cases=cases_registered
-- locks: none
-- covers: case; days $3 to $4
-- smallest: 5
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text = 'all'))
-- trace: cases = case_month.cases where c.registered_month between pg_catalog.date_trunc('month', $3::date::timestamp)::date and $4::date
--   and not exists (select from (select sum(x.cases) as cases from report.case_month x join ref.district d on d.code = x.district
--   and d.jurisdiction = $1::text where x.registered_month between pg_catalog.date_trunc('month', $3::date::timestamp)::date and $4::date
--   group by x.district) s where s.cases between 1 and 4)
--
-- Counting unit: cases. Basis: month of registration. No row at all where one district is asked for, or where any district has 1 to
-- 4 cases: one that was left out could be worked out of the total.
with period as (
	select pg_catalog.date_trunc('month', $3::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $4::date::timestamp) + interval '1 month')::date - 1 as last
), counted as (
	select c.district, sum(c.cases) as cases
	from report.case_month c cross join period p
	where c.registered_month between p.first and p.last
	group by c.district
), listed as (
	select d.code, d.name_en, d.name_ur, report.known(k.state, n.cases) as cases, k.state
	from ref.district d
	cross join period p
	join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
	left join counted n on n.district = d.code
	where d.jurisdiction = $1::text and (n.district is not null
		or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
)
select l.code as district, l.name_en, coalesce(nullif(l.name_ur, ''), l.name_en) as name_ur, l.cases, l.state as coverage
from listed l
where $2::text = 'all' and not exists (select from listed s where s.cases between 1 and 4)
order by l.name_en collate "C", l.code collate "C"
