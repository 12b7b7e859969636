-- purpose: ends a run that failed; one that had applied its changes stays applied
-- grain: one row, or none
-- parameters: $1 run_no bigint, $2 message text
-- returns: state text
-- locks: the row of etl.run
update etl.run r
set state = case when r.state in ('claimed', 'staged', 'checked') then 'failed' else r.state end,
	finished_at = pg_catalog.now(), message = $2::text
where r.run_no = $1::bigint and r.finished_at is null
returning r.state
