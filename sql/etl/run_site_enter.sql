-- purpose: enters which files of a site a run was made with
-- grain: one row per file
-- parameters: $1 run_no bigint, $2 files jsonb
-- returns: none
-- locks: writes etl.run_site
insert into etl.run_site (run_no, path, sha256, reason)
select $1::bigint, f.path, f.sha256, f.reason
from pg_catalog.jsonb_to_recordset($2::jsonb) as f (path text, sha256 text, reason text)
on conflict (run_no, path) do nothing
