-- purpose: the run that began latest, when that is more than a day after what the clock says now
-- grain: one row, or none when the clock may be believed
-- parameters: none
-- returns: run_no bigint, began text, clock text
-- locks: none
select d.run_no,
	pg_catalog.to_char(d.began at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as began,
	pg_catalog.to_char(pg_catalog.now() at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as clock
from engine.clock_doubt() d
