-- purpose: holds a run in the state it should be in until the transaction ends; no row when it is not in it
-- grain: one row, or none
-- parameters: $1 run_no bigint, $2 was text
-- returns: run_no bigint
-- locks: the row of etl.run, shared, until the end of the transaction
select r.run_no from etl.run r
where r.run_no = $1::bigint and r.state = $2::text and r.finished_at is null
for share
