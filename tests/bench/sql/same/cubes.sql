-- purpose: the cubes and their columns
-- grain: one row per cube
-- parameters: none
-- returns: cube text, columns text
-- locks: none
select c.cube, (select string_agg(quote_ident(n), ', ' order by place) from unnest(c.keys || c.counts) with ordinality as k (n, place))
	as columns
from etl.cube as c
order by c.cube collate "C"
