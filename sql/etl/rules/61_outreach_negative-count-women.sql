-- purpose: a number of women is not below zero
-- rule: outreach field attended_women negative-count
-- remedy: Correct the number at the source; until then nobody is counted.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The number of women who attended is below zero.' as reason
from engine.checked_outreach s
where s.attended_women < 0
