-- purpose: cases registered in each district in one month, by principal offence
-- grain: one row per district that existed and offence that any district had in the twelve months up to this one
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, category text, offence_en text, offence_ur text, cases bigint, coverage text
-- measures: cases=cases_registered
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases. Basis: month of registration. Offences in the order of their seriousness. Null where no day of the month is covered.
-- row: district = c.district, category = c.category
-- trace: cases = case_month.cases where c.registered_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), n as (
	select c.district, c.category, sum(c.cases) filter (where c.registered_month = p.first) as cases
	from report.case_month c
	cross join period p
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	where c.registered_month between (p.first - interval '11 months')::date and p.first
	group by c.district, c.category
)
select d.code as district, d.name_en, d.name_ur, g.code as category, g.name_en as offence_en, g.name_ur as offence_ur,
	report.known(k.state, n.cases) as cases, k.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
join ref.category g on g.code in (select x.category from n x)
left join n on n.district = d.code and n.category = g.code
where d.jurisdiction = $1::text
	and coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first
order by d.name_en collate "C", d.code collate "C", g.seriousness, g.code collate "C"
