-- purpose: of the cases registered in each district in a period of months, how many had an arrest within 90 days and a challan by
--   day 17, and how many days the first challan took
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date
-- returns: district text, name_en text, name_ur text, cases bigint, arrested bigint, cases_90 bigint, arrested_90 bigint,
--   mature_90 boolean, challaned bigint, cases_17 bigint, challaned_17 bigint, mature_17 boolean, challan_18_30 bigint,
--   challan_31_60 bigint, challan_61_90 bigint, challan_91_180 bigint, challan_181_up bigint, coverage text
-- measures: cases=cases_registered, arrested=fir on date of registration of the case, cases_90=cases_followed_90,
--   arrested_90=cases_arrest_90, challaned=cases_challaned, cases_17=cases_followed_17, challaned_17=cases_challan_17,
--   challan_18_30=fir on date of registration of the case, challan_31_60=fir on date of registration of the case,
--   challan_61_90=fir on date of registration of the case, challan_91_180=fir on date of registration of the case,
--   challan_181_up=fir on date of registration of the case
-- locks: none
-- covers: case; days $2 to $3
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: cases, arrested, challaned, challan_18_30, challan_31_60, challan_61_90, challan_91_180, challan_181_up = milestone_month.*
-- trace: cases_90 = milestone_month.cases where (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date
-- trace: arrested_90 = milestone_month.arrested_90 where (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date
-- trace: cases_17 = milestone_month.cases where (c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date
-- trace: challaned_17 = milestone_month.challaned_17 where (c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date
--
-- Counting unit: cases. Basis: month of registration. The denominators cases_90 and cases_17, and their numerators, hold only
-- months all of whose cases were followed for so many days at as_at; mature_… says whether these are all months of the period.
-- Null where no day of the period is covered; coverage says why, and partial where some are.
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 as last
), month as (
	select c.*, (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date as ripe_90,
		(c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date as ripe_17
	from report.milestone_month c
	where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
), n as (
	select m.district, sum(m.cases) as cases, sum(m.arrested) as arrested, sum(m.cases) filter (where m.ripe_90) as cases_90,
		sum(m.arrested_90) filter (where m.ripe_90) as arrested_90, sum(m.challaned) as challaned,
		sum(m.cases) filter (where m.ripe_17) as cases_17, sum(m.challaned_17) filter (where m.ripe_17) as challaned_17,
		sum(m.challan_18_30) as challan_18_30, sum(m.challan_31_60) as challan_31_60, sum(m.challan_61_90) as challan_61_90,
		sum(m.challan_91_180) as challan_91_180, sum(m.challan_181_up) as challan_181_up
	from month m group by m.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.cases) as cases, report.known(a.state, n.arrested) as arrested,
	report.known(k.state, n.cases_90) as cases_90, report.known(a.state, n.arrested_90) as arrested_90,
	(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 + 90 <= $4::date as mature_90,
	report.known(a.state, n.challaned) as challaned, report.known(k.state, n.cases_17) as cases_17,
	report.known(a.state, n.challaned_17) as challaned_17,
	(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 + 17 <= $4::date as mature_17,
	report.known(a.state, n.challan_18_30) as challan_18_30, report.known(a.state, n.challan_31_60) as challan_31_60,
	report.known(a.state, n.challan_61_90) as challan_61_90, report.known(a.state, n.challan_91_180) as challan_91_180,
	report.known(a.state, n.challan_181_up) as challan_181_up, k.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
join report.states($1::text, 'accused', p.first, p.last) a on a.district = d.code
left join n on n.district = d.code
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= $3::date and coalesce(d.valid_to, 'infinity'::date) >= $2::date))
order by d.name_en collate "C", d.code collate "C"
