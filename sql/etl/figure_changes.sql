-- purpose: figures that a run moved, as totals of a cube's count in a month
-- grain: one row per cube, count and month that changed, by month
-- parameters: $1 run_no bigint
-- returns: figure text, month text, before bigint, after bigint, moved bigint
-- locks: a temporary table
select f.cube || '.' || f.figure as figure, pg_catalog.to_char(f.month, 'YYYY-MM') as month, f.before, f.after, f.moved
from engine.figure_changes($1::bigint) f
order by f.cube collate "C", f.figure collate "C", f.month
