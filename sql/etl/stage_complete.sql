-- purpose: brings the stage to all that this run has to look at: changes, rows rejected before, what hangs on changed cases
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: stage_complete void
-- locks: writes stage tables and etl.run_feed
select engine.stage_complete($1::bigint)
