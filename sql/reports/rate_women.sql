-- purpose: cases registered in a period of months beside the women of each district, and the rate per 100,000 women and year
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: district text, name_en text, name_ur text, cases bigint, women bigint, census_year integer, boundary text,
--   women_years numeric, rate_per_100k numeric, coverage text
-- measures: cases=cases_registered, women=none, census_year=none, women_years=none, rate_per_100k=rate_per_100k_women
-- locks: none
-- covers: case; days $2 to $3
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
-- trace: cases = case_month.cases where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: rate_per_100k of case_month.cases where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: women, women_years said "census population of the boundary of the period, sql/reference/population.csv, for the days covered"
--
-- Counting unit: cases per women. Basis: month of registration. women is the census population of the boundary that held over the
-- whole period; it is null, and so is the rate, where no census knows that boundary. The period goes from the first day
-- of the month of from to the last of that of to; women_years = women * days / 365.25, of the days
-- that are covered; without any all is null.
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 as last
), n as (
	select c.district, sum(c.cases) as cases
	from report.case_month c cross join period p
	where c.registered_month between p.first and p.last
	group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.cases) as cases, w.women, w.census_year, w.boundary,
	pg_catalog.round(w.women * nullif(k.covered_days, 0) / 365.25, 1) as women_years,
	pg_catalog.round(coalesce(n.cases, 0) * 100000 / (w.women * nullif(k.covered_days, 0) / 365.25), 4) as rate_per_100k,
	k.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
left join n on n.district = d.code
left join lateral report.population_of(d.code, p.first, p.last) w on true
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
