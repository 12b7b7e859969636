-- purpose: moves a run from one state to the next; no row when it is not in the state it should be in
-- grain: one row, or none
-- parameters: $1 run_no bigint, $2 was text, $3 becomes text
-- returns: run_no bigint
-- locks: the row of etl.run until the end of the transaction
update etl.run r set state = $3::text
where r.run_no = $1::bigint and r.state = $2::text and r.finished_at is null
returning r.run_no
