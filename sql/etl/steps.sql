-- purpose: how long the steps of a run took
-- grain: one row per step, in order
-- parameters: $1 run_no bigint
-- returns: step text, seconds text
-- locks: none
select s.step, s.seconds::text as seconds from etl.step s where s.run_no = $1::bigint order by s.place
