-- purpose: cases registered in each district and month, for control limits: 36 months up to one, of the boundaries that the district has now
-- grain: one row per district that exists in the month and month of its present boundaries, oldest first
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: district text, name_en text, name_ur text, month date, cases bigint, provisional boolean, unfit boolean, coverage text
-- measures: cases=cases_registered
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases. Basis: month of registration. unfit months, provisional or not wholly covered, take no part in limits.
-- row: district = c.district, month = c.registered_month
-- trace: cases = all case_month.cases where c.district = @district@ and c.registered_month = @month@
with month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '35 months',
		pg_catalog.date_trunc('month', $2::date::timestamp), interval '1 month') as g (first)
), n as materialized (
	select c.district, c.registered_month, sum(c.cases) as cases from report.case_month c group by c.district, c.registered_month
), mature as materialized (
	select report.mature_to($1::text, 'case', $3::date) as to_on
), cover as materialized (
	select c.district, c.existed, c.whole, c.partly, c.horizon from report.covered c where c.jurisdiction = $1::text and c.feed = 'case'
), place as materialized (
	select d.code, d.name_en, d.name_ur, (select max(b.on_day) from report.district_breaks(d.code) b where b.on_day <= $2::date) as since
	from ref.district d
	where d.jurisdiction = $1::text and coalesce(d.valid_from, '-infinity'::date) <= $2::date and coalesce(d.valid_to, 'infinity'::date) >= $2::date
)
select d.code as district, d.name_en, d.name_ur, m.first as month, report.known(k.state, n.cases) as cases, m.last > t.to_on as provisional,
	m.last > t.to_on or k.state <> 'covered' as unfit, k.state as coverage
from place d
join month m on m.first >= coalesce(d.since, '-infinity'::date)
cross join mature t
join cover c on c.district = d.code
cross join lateral (select coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, m.first, m.last), 'not-reported')
	as state) k
left join n on n.district = d.code and n.registered_month = m.first
order by d.name_en collate "C", d.code collate "C", m.first
