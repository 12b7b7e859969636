-- purpose: drops the cubes that the program no longer has
-- grain: one row
-- parameters: $1 kept text[]
-- returns: retired bigint
-- locks: the cubes dropped, exclusively
select engine.cube_retire($1::text[]) as retired
