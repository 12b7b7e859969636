-- purpose: inputs of the funnels by district: numerator and denominator of each share, on one basis each
-- grain: one row per indicator and district with a denominator
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date
-- returns: indicator text, district text, name_en text, name_ur text, numerator bigint, denominator bigint
-- measures: numerator=none, denominator=none
-- locks: none
-- covers: case; days $2 to $3
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
-- trace: numerator = milestone_month.arrested_90 where @indicator@ = 'arrest_90' and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date
-- trace: denominator = milestone_month.cases where @indicator@ = 'arrest_90' and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date
-- trace: numerator = milestone_month.challaned_17 where @indicator@ = 'challan_17' and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date
-- trace: denominator = milestone_month.cases where @indicator@ = 'challan_17' and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date
-- trace: numerator = disposal_month.cases where @indicator@ = 'conviction_decided' and c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal = 'convicted'
-- trace: denominator = disposal_month.cases where @indicator@ = 'conviction_decided' and c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: numerator = complaint_month.fir_30 where @indicator@ = 'complaint_fir_30' and c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date
-- trace: denominator = complaint_month.complaints where @indicator@ = 'complaint_fir_30' and c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date
--
-- Counting unit: cases; complaints for complaint_fir_30. arrest_90 and challan_17: by month of registration, months followed long
-- enough at as_at; conviction_decided: by month of disposal; complaint_fir_30: by month of receipt, months followed for 30 days.
with share as (
	select 'arrest_90' as indicator, c.district, c.arrested_90 as numerator, c.cases as denominator
	from report.milestone_month c
	where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date and (c.registered_month + interval '1 month')::date - 1 + 90 <= $4::date
	union all
	select 'challan_17', c.district, c.challaned_17, c.cases
	from report.milestone_month c
	where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date and (c.registered_month + interval '1 month')::date - 1 + 17 <= $4::date
	union all
	select 'conviction_decided', c.district, case when c.disposal = 'convicted' then c.cases else 0 end, c.cases
	from report.disposal_month c
	where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
	union all
	select 'complaint_fir_30', c.district, c.fir_30, c.complaints
	from report.complaint_month c
	where c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date and (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date
)
select s.indicator, d.code as district, d.name_en, d.name_ur, sum(s.numerator)::bigint as numerator, sum(s.denominator)::bigint as denominator
from share s
join ref.district d on d.code = s.district and d.jurisdiction = $1::text
group by s.indicator, d.code, d.name_en, d.name_ur
having sum(s.denominator) > 0
order by s.indicator collate "C", d.name_en collate "C", d.code collate "C"
