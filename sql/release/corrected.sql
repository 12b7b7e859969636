-- purpose: figures of the tables of two releases that are not printed alike
-- grain: one row per figure, in the order of tables and keys
-- parameters: $1 older text, $2 newer text
-- returns: measure text, place_en text, place_ur text, kind_en text, kind_ur text, first_on date, last_on date, was text, was_state text, value text, state text
-- locks: none
with older as (
	select c.key, c.table_name, c.measure, c.place, c.kind, c.first_on, c.last_on, c.value, c.state
	from release.cell c where c.release_id = $1::text and c.table_name is not null
), newer as (
	select c.key, c.table_name, c.measure, c.place, c.kind, c.first_on, c.last_on, c.value, c.state
	from release.cell c where c.release_id = $2::text and c.table_name is not null
), changed as (
	select coalesce(n.table_name, o.table_name) as table_name, coalesce(n.key, o.key) as key, coalesce(n.measure, o.measure) as measure,
		coalesce(n.place, o.place) as place, coalesce(n.kind, o.kind) as kind, coalesce(n.first_on, o.first_on) as first_on,
		coalesce(n.last_on, o.last_on) as last_on, o.value::text as was, coalesce(o.state, 'missing') as was_state, n.value::text as value,
		coalesce(n.state, 'missing') as state
	from older o
	full join newer n on n.key = o.key
	where o.value is distinct from n.value or coalesce(o.state, 'missing') <> coalesce(n.state, 'missing')
)
select c.measure, coalesce(d.name_en, case when c.place like 'division:%' then pg_catalog.replace(v.name, '-', ' ') || ' division'
		else pg_catalog.initcap(pg_catalog.replace(c.place, ':', ' ')) end) as place_en,
	coalesce(d.name_ur, case when c.place like 'division:%' then 'ڈویژن ' || coalesce(h.name_ur, v.name)
		when c.place = 'punjab' then 'پنجاب' else c.place end) as place_ur,
	case when c.kind <> 'all' then coalesce(k.name_en, g.name_en, c.kind) end as kind_en, case when c.kind <> 'all' then coalesce(k.name_ur, g.name_ur, c.kind) end as kind_ur,
	c.first_on, c.last_on, c.was, c.was_state, c.value, c.state
from changed c
left join ref.district d on d.code = c.place
cross join lateral (select pg_catalog.substr(c.place, 10) as name) v
left join ref.district h on h.name_en = pg_catalog.replace(v.name, '-', ' ') and c.place like 'division:%'
left join ref.category k on k.code = c.kind
left join ref.coded_value g on g.list = 'offence_group' and 'group:' || g.code = c.kind
order by c.table_name collate "C", c.key collate "C"
