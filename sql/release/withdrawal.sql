-- purpose: when, by whom and why a release was withdrawn
-- grain: one row
-- parameters: $1 release_id text
-- returns: at text, person text, reason text
-- locks: none
select pg_catalog.to_char(e.at at time zone engine.zone_of(r.jurisdiction), 'YYYY-MM-DD HH24:MI') as at, e.person, e.detail ->> 'reason' as reason
from release.event e
join release.release r on r.release_id = e.release_id
where e.release_id = $1::text and e.kind = 'withdrawn'
order by e.event_no desc
limit 1
