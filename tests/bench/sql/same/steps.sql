-- purpose: what the steps of a run took, where the warehouse keeps it
-- grain: one row per step
-- parameters: $1 run_no bigint
-- returns: step text, seconds double precision
-- locks: none
select s.step, s.seconds::double precision as seconds from etl.step as s where s.run_no = $1::bigint
