-- purpose: a response is not older than its complaint or later than the records
-- rule: complaint field responded_at date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The response is dated before the complaint or after the records end.' as reason
from stage.checked_complaint s
where s.responded_on > s.as_at_on or s.responded_at < s.received_at
