-- purpose: figures that a run gave, as totals of a cube's count, and the months they are of
-- grain: one row per cube and count that is not zero
-- parameters: $1 run_no bigint
-- returns: figure text, first text, last text, total bigint
-- locks: a temporary table
select f.cube || '.' || f.figure as figure, pg_catalog.to_char(min(f.month), 'YYYY-MM') as first,
	pg_catalog.to_char(max(f.month), 'YYYY-MM') as last, sum(f.after)::bigint as total
from engine.figure_changes($1::bigint) f
group by f.cube, f.figure
order by f.cube collate "C", f.figure collate "C"
