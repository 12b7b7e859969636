-- purpose: cases registered in each district and month of a period, zeros included; the latest months are provisional
-- grain: one row per district that existed in any month or has a case, and month
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date
-- returns: district text, name_en text, name_ur text, division text, month date, cases bigint, victims bigint, provisional boolean,
--   partial boolean, coverage text, covered boolean, era integer
-- measures: cases=cases_registered, victims=victim on date of registration of the case, era=none
-- locks: none
-- covers: case; days $2 to $3
-- row: district = c.district, month = c.registered_month
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: cases, victims = case_month.*
--
-- Counting unit: cases (FIRs). Basis: month of registration. from and to are days of the first and the last month. cases is null in a
-- month of which no day is covered (coverage says why); partial: some of its days are, and it is compared with nothing.
-- provisional: late entries still come.
with month as (
	select g.month::date as month, (g.month + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp),
		pg_catalog.date_trunc('month', $3::date::timestamp), interval '1 month') as g (month)
), mature as (
	select report.mature_to($1::text, 'case', $4::date) as to_on
), n as (
	select c.district, c.registered_month, sum(c.cases) as cases, sum(c.victims) as victims
	from report.case_month c group by c.district, c.registered_month
)
select d.code as district, d.name_en, d.name_ur, d.division, m.month, report.known(k.state, n.cases) as cases,
	report.known(k.state, n.victims) as victims, m.last > t.to_on as provisional, k.state = 'partial' as partial,
	k.state as coverage, k.state = 'covered' as covered, report.district_era(d.code, m.last) as era
from ref.district d
cross join month m
cross join mature t
join report.covered c on c.district = d.code and c.jurisdiction = d.jurisdiction and c.feed = 'case'
cross join lateral (select coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, m.month, m.last), 'not-reported')
	as state) k
left join n on n.district = d.code and n.registered_month = m.month
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= m.last and coalesce(d.valid_to, 'infinity'::date) >= m.month))
order by d.name_en collate "C", d.code collate "C", m.month
