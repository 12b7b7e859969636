-- purpose: enters how long a step of a run took
-- grain: one row
-- parameters: $1 run_no bigint, $2 place integer, $3 step text, $4 seconds numeric
-- returns: none
-- locks: writes etl.step
insert into etl.step (run_no, place, step, seconds) values ($1::bigint, $2::integer, $3::text, $4::numeric)
