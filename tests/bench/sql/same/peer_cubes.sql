-- purpose: the cubes that the peer made
-- grain: one row per cube
-- parameters: none
-- returns: cube text
-- locks: none
select c.relname::text as cube
from pg_class as c
where c.relnamespace = 'peer'::regnamespace and c.relkind in ('r', 'm')
