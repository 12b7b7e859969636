-- purpose: adds a line to the ledger of releases
-- grain: one row
-- parameters: $1 at text, $2 kind text, $3 release_id text, $4 person text, $5 detail text
-- returns: event_no bigint, hash text
-- locks: writes release.event; the desk holds its lock
insert into release.event (event_no, at, kind, release_id, person, detail, before, hash)
select n.event_no, n.at, $2::text, $3::text, $4::text, n.detail, n.before,
	engine.release_event_hash(n.event_no, n.at, $2::text, $3::text, $4::text, n.detail, n.before)
from (
	select coalesce(pg_catalog.max(e.event_no), 0) + 1 as event_no, $1::text::timestamptz as at, $5::text::jsonb as detail,
		coalesce((pg_catalog.array_agg(e.hash order by e.event_no desc))[1], '') as before
	from release.event e
) n
returning event_no, hash
