-- purpose: adds the delta of this run to the cells of a cube
-- grain: one row
-- parameters: $1 cube text
-- returns: cells bigint
-- locks: writes the cube
select etl.cube_apply($1::text) as cells
