-- purpose: keeps the manifest of a run; the one that is there stays
-- grain: one row, or none
-- parameters: $1 run_no bigint, $2 content text, $3 signature text, $4 public_key text
-- returns: none
-- locks: writes etl.manifest
insert into etl.manifest (run_no, content, sha256, prev_run, prev_sha256, signature, public_key)
select $1::bigint, $2::text, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to($2::text, 'UTF8')), 'hex'),
	($2::text::jsonb #>> '{previous,run}')::bigint, $2::text::jsonb #>> '{previous,sha256}', $3::text, $4::text
on conflict (run_no) do nothing
