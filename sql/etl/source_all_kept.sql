-- purpose: enters all sources as read again from what the warehouse has of them: a reclassification, or rejected rows tried again
-- grain: one row per source
-- parameters: $1 note text
-- returns: none
-- locks: writes stage.source
insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
	position, identity, note, latest)
select s.source, s.mapping, s.jurisdiction, s.timezone, case when s.as_at > engine.run_latest() then engine.run_clock() else s.as_at end, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
	'changes', 'read', s.position, s.identity, $1::text, engine.run_latest()
from etl.source s
where s.last_run is not null and s.as_at is not null
