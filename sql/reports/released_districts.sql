-- purpose: cases registered in each district in one month, as a release has them, and in the whole province
-- grain: one row per district by name, then one for the province
-- parameters: $1 place text, $2 month date
-- returns: place text, name_en text, name_ur text, cases bigint, coverage text, provisional boolean, revised boolean
-- measures: cases=cases_registered
-- locks: none
-- covers: case
-- reads: released
-- trace: cases = case_month.cases where c.registered_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
--   and c.district = any (array(select d.code from ref.district d where @place@ in (d.code, d.jurisdiction)))
--
-- Counting unit: cases. Basis: month of registration. The province's row is a figure of the release and no sum of the others: a withheld
-- district is not taken as zero.
select f.place, coalesce(d.name_en, 'Punjab') as name_en, coalesce(nullif(d.name_ur, ''), d.name_en, 'پنجاب') as name_ur,
	f.value as cases, f.coverage, f.provisional, f.revised
from released.figure f
left join ref.district d on d.code = f.place
where (d.code is not null or f.place = $1::text) and f.measure = 'cases_registered' and f.kind = 'all'
	and f.first_on = pg_catalog.date_trunc('month', $2::date::timestamp)::date
	and f.last_on = (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1
order by f.place = $1::text, d.name_en collate "C", f.place collate "C"
