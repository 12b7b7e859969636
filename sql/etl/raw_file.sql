-- purpose: enters a file of a drop; the same content under the same name keeps its first run
-- grain: one row
-- parameters: $1 source text, $2 file text, $3 sha256 text, $4 bytes bigint, $5 lines bigint, $6 rejected bigint, $7 run_no bigint
-- returns: none
-- locks: writes etl.file
insert into etl.file (source, file, sha256, bytes, lines, rejected, run_no)
values ($1::text, $2::text, $3::text, $4::bigint, $5::bigint, $6::bigint, $7::bigint)
on conflict (source, file, sha256) do update
set bytes = excluded.bytes, lines = excluded.lines, rejected = excluded.rejected
