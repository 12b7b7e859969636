-- purpose: the lines of the ledger of one release
-- grain: one row per line, in order
-- parameters: $1 release_id text
-- returns: event_no bigint, at text, kind text, person text, told boolean, detail text
-- locks: none
select e.event_no, pg_catalog.to_char(e.at at time zone z.zone, 'YYYY-MM-DD HH24:MI') as at, e.kind, e.person,
	coalesce(e.detail ? 'clock', false) as told,
	(select pg_catalog.string_agg(d.key || ': ' || case when pg_catalog.jsonb_typeof(d.value) = 'array'
			then (select pg_catalog.string_agg(x, '; ') from pg_catalog.jsonb_array_elements_text(d.value) x)
			when d.key in ('hour', 'embargo') then pg_catalog.to_char((d.value #>> '{}')::timestamptz at time zone z.zone, 'YYYY-MM-DD HH24:MI')
			else d.value #>> '{}' end, E'\n' order by d.key collate "C")
		from pg_catalog.jsonb_each(e.detail) d where d.key not in ('clock', 'figures', 'content', 'union', 'texts', 'rules', 'jurisdiction')) as detail
from release.event e
left join release.release r on r.release_id = e.release_id
cross join lateral (select engine.zone_of(coalesce(r.jurisdiction, e.detail ->> 'jurisdiction')) as zone) z
where e.release_id = $1::text
order by e.event_no
