-- purpose: cases registered in each district and month of a period, zeros included; the latest months are provisional
-- grain: one row per district that existed or has a case, and month
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date
-- returns: district text, name_en text, name_ur text, division text, month date, cases bigint, victims bigint, provisional boolean,
--   partial boolean
-- measures: cases=cases_registered, victims=victim on date of registration of the case
-- locks: none
--
-- Counting unit: cases (FIRs). Basis: month of registration. from and to are days of the first and the last month. Late entries
-- come for three months (provisional); a month that had not ended at as_at is partial.
select d.code as district, d.name_en, d.name_ur, d.division, m.month,
	coalesce(n.cases, 0)::bigint as cases, coalesce(n.victims, 0)::bigint as victims,
	(m.month + interval '4 months')::date > $4::date as provisional,
	(m.month + interval '1 month')::date > $4::date + 1 as partial
from ref.district d
cross join (select g.month::date as month from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp),
	pg_catalog.date_trunc('month', $3::date::timestamp), interval '1 month') as g (month)) m
left join (
	select c.district, c.registered_month, sum(c.cases) as cases, sum(c.victims) as victims
	from report.case_month c group by c.district, c.registered_month
) n on n.district = d.code and n.registered_month = m.month
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= (m.month + interval '1 month')::date - 1 and coalesce(d.valid_to, 'infinity'::date) >= m.month))
order by d.name_en collate "C", d.code collate "C", m.month
