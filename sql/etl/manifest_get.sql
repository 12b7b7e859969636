-- purpose: the manifest of a run, or the last one
-- grain: one row, or none
-- parameters: $1 run_no bigint
-- returns: run_no bigint, content text, sha256 text, prev_run bigint, prev_sha256 text, signature text, public_key text
-- locks: none
select m.run_no, m.content, m.sha256, m.prev_run, m.prev_sha256, m.signature, m.public_key
from etl.manifest m
where m.run_no = coalesce($1::bigint, (select max(l.run_no) from etl.manifest l))
