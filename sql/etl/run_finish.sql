-- purpose: ends a run that was applied
-- grain: one row, or none
-- parameters: $1 run_no bigint, $2 state text, $3 message text
-- returns: run_no bigint
-- locks: the row of etl.run
update etl.run r set state = $2::text, finished_at = pg_catalog.now(), message = $3::text
where r.run_no = $1::bigint and r.state = 'applied' and r.finished_at is null
returning r.run_no
