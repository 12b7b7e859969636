-- purpose: adds the delta of this run to the cells of a cube and proves the cells touched
-- grain: one row
-- parameters: $1 cube text, $2 run_no bigint
-- returns: cells bigint
-- locks: writes the cube
select engine.cube_apply($1::text, $2::bigint) as cells
