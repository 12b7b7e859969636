-- purpose: what the nights played so far brought into the records
-- grain: one row per kind of change, in the order of a night
-- parameters: none
-- returns: kind text, what text
-- locks: none
select t.kind, pg_catalog.string_agg(pg_catalog.format('%s %s', t.what, t.n), ', ' order by t.n desc, t.what collate "C") as what
from (
	select n.kind, n.what, sum(n.n) as n from demo.night as n where n.night > 0 group by n.kind, n.what having sum(n.n) > 0
) as t
group by t.kind
order by pg_catalog.array_position(array['entered', 'late', 'changed', 'corrected', 'deleted', 'bad', 'resolved'], t.kind)
