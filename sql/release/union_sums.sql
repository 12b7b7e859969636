-- purpose: how the figures of a release add up
-- grain: one row per term, by sum and figure
-- parameters: $1 release_id text
-- returns: sum_no integer, cell_no integer, factor bigint
-- locks: none
select s.sum_no, s.cell_no, s.factor
from release.sum s
where s.release_id = $1::text
order by s.sum_no, s.cell_no
