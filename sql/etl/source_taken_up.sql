-- purpose: takes a source up into a run that does not read it, under its own name or another
-- grain: one row, or none when the warehouse does not know the source
-- parameters: $1 source text, $2 name text, $3 note text
-- returns: none
-- locks: writes stage.source
insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
	position, identity, note, latest)
select $2::text, s.mapping, s.jurisdiction, s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
	'changes', 'read', s.position, s.identity, $3::text, engine.run_latest()
from etl.source s
where s.source = $1::text and s.last_run is not null and s.as_at is not null
