-- purpose: proves a cube equal to a rebuild and enters the proof
-- grain: one row
-- parameters: $1 cube text, $2 run_no bigint
-- returns: cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint
-- locks: writes etl.proof
select p.cube, p.proven, p.facts_sum, p.cells_sum, p.cells from engine.cube_prove($1::text, $2::bigint) p
