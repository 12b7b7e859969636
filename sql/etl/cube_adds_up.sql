-- purpose: cells of a cube that are others when the facts are counted in two parts, or taken away again
-- grain: one row
-- parameters: $1 cube text
-- returns: cells bigint
-- locks: none
select engine.cube_adds_up($1::text) as cells
