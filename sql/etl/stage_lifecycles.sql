-- purpose: takes up the cases whose lifecycle this run has to make, when their facts, outcomes and accused are made
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: touched bigint
-- locks: writes the stage of courses
select engine.stage_lifecycles($1::bigint) as touched
