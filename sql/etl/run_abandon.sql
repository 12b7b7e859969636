-- purpose: ends the runs that a killed process left behind; what one of them had applied stays applied
-- grain: one row per run, oldest first
-- parameters: none
-- returns: run_no bigint, state text
-- locks: writes etl.run
with ended as (
	update etl.run r
	set state = case when r.state in ('claimed', 'staged', 'checked') then 'failed' else r.state end,
		finished_at = pg_catalog.now(),
		message = case when r.state in ('claimed', 'staged', 'checked')
			then 'its process ended during this run; nothing was changed'
			else 'its process ended before its cubes were proven' end
	where r.finished_at is null
	returning r.run_no, r.state
)
select e.run_no, e.state from ended e order by e.run_no
