-- purpose: puts every fact of a source into the stage as deleted, and closes what was rejected of it
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text
-- returns: source_withdraw void
-- locks: writes the stage and etl.reject
select engine.source_withdraw($1::bigint, $2::text)
