-- purpose: an instant with its zone, as it is kept and as people of a jurisdiction read it, against now
-- grain: one row
-- parameters: $1 instant text, $2 now text, $3 release_id text
-- returns: instant text, shown text, ahead boolean
-- locks: none
select pg_catalog.to_char(i.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as instant,
	pg_catalog.to_char(i.at at time zone engine.zone_of(r.jurisdiction), 'YYYY-MM-DD HH24:MI') as shown, i.at > $2::text::timestamptz as ahead
from (select $1::text::timestamptz as at) i
left join release.release r on r.release_id = $3::text
