-- purpose: why a release was corrected, and when it was public
-- grain: one row
-- parameters: $1 newer text
-- returns: older text, reason text, person text, published_at text
-- locks: none
select e.detail ->> 'replaces' as older, e.detail ->> 'reason' as reason, e.person,
	pg_catalog.to_char(p.at at time zone engine.zone_of(r.jurisdiction), 'YYYY-MM-DD HH24:MI') as published_at
from release.event e
join release.release r on r.release_id = e.release_id
left join release.event p on p.release_id = e.detail ->> 'replaces' and p.kind = 'published'
where e.release_id = $1::text and e.kind = 'corrected'
order by e.event_no desc
limit 1
