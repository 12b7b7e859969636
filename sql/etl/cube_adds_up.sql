-- purpose: cells of a cube that are others when the facts are counted in two parts, or taken away again
-- grain: one row
-- parameters: $1 cube text, $2 always boolean
-- returns: cells bigint
-- locks: none
--
-- 0 for a cube that is built, unless it is asked always: runs prove it.
select case when $2::boolean or c.built_run is null then engine.cube_adds_up(c.cube) else 0 end as cells
from etl.cube c
where c.cube = $1::text
