-- purpose: enters a source that this run reads
-- grain: one row
-- parameters: $1 source text, $2 mapping text, $3 jurisdiction text, $4 timezone text, $5 as_at timestamp with time zone, $6 mapping_sha256 text, $7 content_sha256 text
-- returns: none
-- locks: writes stage.source
insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256)
values ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $6::text, $7::text)
