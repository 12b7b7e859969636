-- purpose: notes that a run proved all cells of all cubes
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: none
-- locks: the row of etl.run
update etl.run r set verified_all = true where r.run_no = $1::bigint
