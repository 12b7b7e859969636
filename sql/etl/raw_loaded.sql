-- purpose: what has been read of a declared file
-- grain: one row per content of a file
-- parameters: $1 source text, $2 feed text
-- returns: file_no integer, file text, sha256 text, records bigint, rejected bigint, code text, line bigint, reason text,
--   remedy text
-- locks: none
select l.file_no, l.file, l.sha256, l.records, l.rejected, l.code, l.line, l.reason, l.remedy
from raw.loaded as l
where l.source = $1::text and l.feed = $2::text
order by l.file_no
