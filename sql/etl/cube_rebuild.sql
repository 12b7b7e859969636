-- purpose: makes all cells of a cube anew from the facts
-- grain: one row
-- parameters: $1 cube text, $2 run_no bigint
-- returns: cells bigint
-- locks: writes the cube
select etl.cube_rebuild($1::text, $2::bigint) as cells
