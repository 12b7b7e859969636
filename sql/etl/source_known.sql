-- purpose: digests of a source as it was last applied
-- grain: one row, or none before its first run
-- parameters: $1 source text
-- returns: mapping_sha256 text, content_sha256 text, last_run bigint
-- locks: none
select s.mapping_sha256, s.content_sha256, s.last_run
from etl.source s
where s.source = $1::text and s.last_run is not null
