-- purpose: the calendar of releases: every hour that was announced, and every change of one
-- grain: one row per announcement and change, releases by their hour, the lines of each in order
-- parameters: $1 now text
-- returns: release_id text, kind text, hour text, said_at text, person text, reason text, last boolean, state text
-- locks: none
select e.release_id, e.kind, pg_catalog.to_char((e.detail ->> 'hour')::timestamptz at time zone z.zone, 'YYYY-MM-DD HH24:MI') as hour,
	pg_catalog.to_char(e.at at time zone z.zone, 'YYYY-MM-DD HH24:MI') as said_at, e.person, e.detail ->> 'reason' as reason,
	e.event_no = pg_catalog.max(e.event_no) over (partition by e.release_id) as last,
	case when engine.release_is_public(r.state) then r.state when a.hour + interval '24 hours' < $1::text::timestamptz then 'missed'
		else coalesce(r.state, 'not prepared yet') end as state
from release.event e
join engine.release_announced a on a.release_id = e.release_id
left join release.release r on r.release_id = e.release_id
cross join lateral (select engine.zone_of(e.detail ->> 'jurisdiction') as zone) z
where e.kind in ('announced', 'changed')
order by a.hour, e.release_id collate "C", e.event_no
