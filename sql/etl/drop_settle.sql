-- purpose: makes what the run saw of a source's folder known: names of raw rows, folder, ledgers of files and refusals
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text
-- returns: drop_settle void
-- locks: writes raw.loaded, raw.present, raw.drop_file, etl.file, etl.reject
select etl.drop_settle($1::bigint, $2::text)
