-- purpose: the proofs of a run, those that failed first
-- grain: one row per cube
-- parameters: $1 run_no bigint
-- returns: cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint, scope text
-- locks: none
select p.cube, p.proven, p.facts_sum, p.cells_sum, p.cells, p.scope
from etl.proof p
where p.run_no = $1::bigint
order by p.proven, p.cube collate "C"
