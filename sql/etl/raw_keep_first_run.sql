-- purpose: gives refusals of a drop that the run before had too the run that saw them first
-- grain: one row; how many refusals are not new
-- parameters: $1 run_no bigint, $2 source text
-- returns: kept bigint
-- locks: writes etl.reject
select etl.raw_keep_first_run($1::bigint, $2::text) as kept
