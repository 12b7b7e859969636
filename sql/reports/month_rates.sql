-- purpose: cases registered in the twelve months up to one beside the women of each district, with the census that counted them
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, cases bigint, women bigint, women_years numeric, source_en text, source_ur text,
--   coverage text
-- measures: cases=cases_registered, women=none, women_years=none
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases. Basis: month of registration. women is the census population of the boundary that held on all days; null where no
-- census knows that boundary. women_years is that population times the covered days of the period, in years of 365.25 days.
-- row: district = c.district
-- trace: cases = case_month.cases where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
-- trace: women, women_years said "the census, sql/reference/population.csv, and coverage"
with period as (
	select (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), n as (
	select c.district, sum(c.cases) as cases
	from report.case_month c cross join period p
	where c.registered_month between p.first and p.last
	group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.cases) as cases, w.women,
	pg_catalog.round(w.women * nullif(k.covered_days, 0) / 365.25, 1) as women_years,
	case when w.women is null then 'No census knows these boundaries'
		else 'Census of ' || w.census_year || case when q.verified then '' else ', provisional' end end as source_en,
	case when w.women is null then 'کوئی مردم شماری یہ حد بندی نہیں جانتی'
		else 'مردم شماری ' || w.census_year || 'ء' || case when q.verified then '' else '، عبوری' end end as source_ur, k.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
left join n on n.district = d.code
left join lateral report.population_of(d.code, p.first, p.last) w on true
left join ref.population q on q.district = d.code and q.boundary = w.boundary and q.census_year = w.census_year
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
