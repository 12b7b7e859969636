-- purpose: cases registered in each district in the latest complete quarter that a release has, by group of offences
-- grain: one row per district and group, by name; then the whole province, and all offences last
-- parameters: $1 place text, $2 month date
-- returns: place text, name_en text, name_ur text, code text, kind_en text, kind_ur text, cases bigint, coverage text,
--   provisional boolean, revised boolean, first_on date, last_on date
-- measures: cases=cases_registered
-- locks: none
-- covers: case
-- reads: released
-- trace: cases = case_month.cases where c.registered_month between @first_on@ and @last_on@
--   and c.district = any (array(select d.code from ref.district d
--     where @place@ in (d.code, d.jurisdiction, 'division:' || pg_catalog.replace(d.division, ' ', '-'))))
--   and @code@ in ('all', c.category, 'group:' || (select g.parent from ref.category g where g.code = c.category))
--
-- Counting unit: cases. Basis: month of registration. Groups in the order of the most serious offence of each.
-- The quarter is the latest one up to the month.
-- All sums are figures of the release: where a part is withheld, a sum of the others is no sum.
with period as (
	select f.first_on as first, f.last_on as last
	from released.figure f
	where f.measure = 'cases_registered' and f.last_on <= (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1
		and f.last_on = (f.first_on + interval '3 months')::date - 1
	order by f.first_on desc
	limit 1
)
select f.place, coalesce(d.name_en, 'Punjab') as name_en, coalesce(nullif(d.name_ur, ''), d.name_en, 'پنجاب') as name_ur,
	f.kind as code, coalesce(g.name_en, 'All') as kind_en,
	coalesce(nullif(g.name_ur, ''), g.name_en, 'تمام') as kind_ur,
	f.value as cases, f.coverage, f.provisional, f.revised, f.first_on, f.last_on
from period p
join released.figure f on f.first_on = p.first and f.last_on = p.last
left join ref.district d on d.code = f.place
left join ref.coded_value g on g.list = 'offence_group' and 'group:' || g.code = f.kind
left join (select c.parent, min(c.seriousness) as seriousness from ref.category c group by c.parent) s on s.parent = g.code
where f.measure = 'cases_registered' and (d.code is not null or f.place = $1::text) and (f.kind like 'group:%' or f.kind = 'all')
order by f.place = $1::text, d.name_en collate "C", f.place collate "C", f.kind = 'all', s.seriousness nulls last, f.kind collate "C"
