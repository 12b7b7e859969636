-- purpose: makes known how far the sources of this run were read; the watermarks advance with the facts
-- grain: one row per source
-- parameters: $1 run_no bigint, $2 changed boolean
-- returns: none
-- locks: writes etl.source and etl.run_source
--
-- A run that changed neither a record nor the day up to which they are known leaves as-at where it was, so that a
-- report of the same run stays the same.
with noted as (
	insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent,
		state, position, identity, note, exceptions)
	select $1::bigint, g.source, g.mapping, g.jurisdiction, g.timezone,
		case when $2::boolean then g.as_at else coalesce(s.as_at, g.as_at) end,
		g.mapping_sha256, g.content_sha256, g.capture, case when g.rests is null then g.extent else 'none' end,
		coalesce(g.rests, g.state), g.position, g.identity, g.note, g.exceptions
	from stage.source g left join etl.source s on s.source = g.source
	where g.rests is distinct from 'none'
	returning *
)
insert into etl.source as s (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, last_run, state, stale_since,
	capture, position, identity, full_run, full_at, note, key_domain)
select g.source, g.mapping, g.jurisdiction, g.timezone, g.as_at, g.mapping_sha256, g.content_sha256, $1::bigint, g.state,
	case when g.state = 'stale' then pg_catalog.now() end, g.capture, g.position, g.identity,
	case when g.extent = 'full' then $1::bigint end, case when g.extent = 'full' then pg_catalog.now() end, g.note, nullif(engine.key_domain(g.source), g.source)
from noted g
on conflict (source) do update
set mapping = excluded.mapping, jurisdiction = excluded.jurisdiction, timezone = excluded.timezone, as_at = excluded.as_at,
	mapping_sha256 = excluded.mapping_sha256, content_sha256 = excluded.content_sha256,
	last_run = case when excluded.state = 'read' then excluded.last_run else s.last_run end, state = excluded.state,
	stale_since = case when excluded.state = 'stale' then coalesce(s.stale_since, excluded.stale_since) end,
	capture = excluded.capture, position = excluded.position, identity = excluded.identity,
	full_run = coalesce(excluded.full_run, s.full_run), full_at = coalesce(excluded.full_at, s.full_at), note = excluded.note
