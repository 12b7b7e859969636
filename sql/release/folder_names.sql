-- purpose: what the codes of a release's figures are called, as its folder tells it
-- grain: one row per code of a column of data/figures.csv: measures, places, kinds
-- parameters: $1 release_id text
-- returns: column_name text, code text, name_en text, name_ur text
-- locks: none
--
-- Names of measures are in templates/measures.yaml. Codes that no list has (counts of a file) are their own name.
with used as (
	select distinct c.measure, c.place, c.kind
	from release.cell c
	where c.release_id = $1::text and c.table_name is not null
), measure as (
	select distinct u.measure as code from used u
), place as (
	select distinct u.place as code, pg_catalog.replace(pg_catalog.substr(u.place, pg_catalog.length('division:') + 1), '-', ' ') as division
	from used u
), kind as (
	select distinct u.kind as code from used u
), named as (
	select 'measure' as column_name, m.code, null as name_en, null as name_ur, 1 as section, 0 as rank
	from measure m
	union all
	select 'place', p.code, coalesce(d.name_en, case when p.code like 'division:%' then p.division || ' division' else pg_catalog.initcap(p.code) end),
		coalesce(nullif(d.name_ur, ''), case when p.code like 'division:%' then 'ڈویژن ' || coalesce(nullif(h.name_ur, ''), p.division)
			when p.code = 'punjab' then 'پنجاب' end, d.name_en, pg_catalog.initcap(p.code)), 2, 0
	from place p
	left join ref.district d on d.code = p.code
	-- a division has the name of its chief district; codes have no blanks
	left join ref.district h on h.name_en = p.division and p.code like 'division:%'
	union all
	select 'kind', k.code, coalesce(case k.code when 'all' then 'All' when 'channel:vwps' then 'Virtual Women Police Station'
			when 'channel:other' then 'Other channels' end, c.name_en, g.name_en, s.name_en, k.code),
		coalesce(case k.code when 'all' then 'تمام' when 'channel:vwps' then 'ورچوئل ویمن پولیس اسٹیشن' when 'channel:other' then 'دیگر ذرائع' end,
			nullif(c.name_ur, ''), nullif(g.name_ur, ''), nullif(s.name_ur, ''), c.name_en, g.name_en, s.name_en, k.code), 3,
		coalesce(c.seriousness, 0)
	from kind k
	left join ref.category c on c.code = k.code
	left join ref.coded_value g on g.list = 'offence_group' and 'group:' || g.code = k.code
	left join ref.accused_status s on 'vwps:' || s.code = k.code
)
select n.column_name, n.code, n.name_en, n.name_ur
from named n
order by n.section, n.rank, n.code collate "C"
