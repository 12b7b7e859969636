-- purpose: takes up all facts and rejected rows again, for a reclassification
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: stage_all_facts void
-- locks: writes stage tables and etl.run_feed
select engine.stage_all_facts($1::bigint)
