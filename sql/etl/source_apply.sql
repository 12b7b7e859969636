-- purpose: makes known how far the sources of this run were read
-- grain: one row per source read
-- parameters: $1 run_no bigint, $2 changed boolean
-- returns: none
-- locks: writes etl.source
--
-- A run that changed nothing leaves the day up to which the published figures are known, so that a
-- report of the same run stays the same.
insert into etl.source as s (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, last_run)
select g.source, g.mapping, g.jurisdiction, g.timezone, g.as_at, g.mapping_sha256, g.content_sha256, $1::bigint
from stage.source g
on conflict (source) do update
set mapping = excluded.mapping, jurisdiction = excluded.jurisdiction, timezone = excluded.timezone,
	as_at = case when $2::boolean then excluded.as_at else coalesce(s.as_at, excluded.as_at) end,
	mapping_sha256 = excluded.mapping_sha256, content_sha256 = excluded.content_sha256,
	last_run = excluded.last_run
