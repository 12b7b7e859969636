-- purpose: what an hour that is to be announced for a release means, against what was announced before
-- grain: one row
-- parameters: $1 release_id text, $2 day date, $3 hour text, $4 now text, $5 jurisdiction text
-- returns: hour text, shown text, ahead boolean, weeks_ahead boolean, announced text, sooner boolean, correction boolean, state text
-- locks: none
select pg_catalog.to_char(h.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour,
	pg_catalog.to_char(h.hour at time zone z.zone, 'YYYY-MM-DD HH24:MI') as shown,
	h.hour > n.now as ahead, h.hour >= n.now + interval '28 days' as weeks_ahead,
	pg_catalog.to_char(a.hour at time zone z.zone, 'YYYY-MM-DD HH24:MI') as announced, coalesce(h.hour < a.hour, false) as sooner,
	exists (select from release.event e where e.release_id = $1::text and e.kind = 'corrected') as correction, r.state
from (select $4::text::timestamptz as now) n
left join release.release r on r.release_id = $1::text
left join engine.release_announced a on a.release_id = $1::text
cross join lateral (select engine.zone_of(coalesce(r.jurisdiction, $5::text)) as zone) z
cross join lateral (select ($2::date + $3::text::time) at time zone z.zone as hour) h
