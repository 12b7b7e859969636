-- purpose: a number of victims is not below zero
-- rule: case field victims negative-count
-- remedy: Correct the number at the source; until then the case is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The number of victims is below zero.' as reason
from engine.checked_case s
where s.victims < 0
