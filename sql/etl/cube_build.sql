-- purpose: makes all cells of a cube anew from the facts, beside the old ones, and proves them
-- grain: one row
-- parameters: $1 cube text, $2 run_no bigint
-- returns: cells bigint
-- locks: a new table
select engine.cube_build($1::text, $2::bigint) as cells
