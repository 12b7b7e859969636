-- purpose: enters a source that this run does not read, as it was known before; none before its first run
-- grain: one row, or none
-- parameters: $1 source text, $2 state text, $3 note text
-- returns: none
-- locks: writes stage.source
insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
	position, identity, note, latest)
select s.source, s.mapping, s.jurisdiction, s.timezone, case when s.as_at > engine.run_latest() then engine.run_clock() else s.as_at end, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
	'none', $2::text, s.position, s.identity, $3::text, engine.run_latest()
from etl.source s
where s.source = $1::text and s.last_run is not null and s.as_at is not null
