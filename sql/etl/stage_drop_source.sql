-- purpose: takes what was staged of a source out of the stage again
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text
-- returns: stage_drop_source void
-- locks: writes the stage and etl.run_feed
select engine.stage_drop_source($1::bigint, $2::text)
