-- purpose: runs by their numbers, for a trace
-- grain: one row per run
-- parameters: $1 run_nos text
-- returns: run_no bigint, kind text, started text
-- locks: none
select r.run_no, r.kind, pg_catalog.to_char(r.started_at at time zone engine.zone_of_run(r.run_no), 'YYYY-MM-DD HH24:MI') as started
from etl.run r
where r.run_no = any ($1::text::bigint[])
order by r.run_no
