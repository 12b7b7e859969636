-- purpose: a published count is not below zero, nor printed with more than six decimals
-- rule: count row value negative-count
-- remedy: Compare the figure with the printed table; the count comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The figure is below zero, or its decimals are not between 0 and 6.' as reason
from engine.checked_count s
where s.value < 0 or s.decimals < 0 or s.decimals > 6
