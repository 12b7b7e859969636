-- purpose: cubes whose cells a run made, all proven as it made them
-- grain: one row per cube
-- parameters: $1 run_no bigint
-- returns: cube text, cells bigint
-- locks: none
select p.cube, p.cells
from etl.proof p
join etl.cube c on c.cube = p.cube and c.built_run = p.run_no
where p.run_no = $1::bigint and p.scope = 'all' and p.proven
