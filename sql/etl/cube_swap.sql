-- purpose: puts the cells built in this run into the place of the old ones
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: cube_swap void
-- locks: the cubes built, exclusively, until the end of the transaction
select engine.cube_swap($1::bigint)
