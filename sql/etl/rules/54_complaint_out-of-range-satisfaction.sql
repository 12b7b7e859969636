-- purpose: satisfaction is told in steps from 1 to 5
-- rule: complaint field satisfaction out-of-range
-- remedy: Correct the number at the source; until then the complaint is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The satisfaction is %s, and not 1, 2, 3, 4 or 5.', s.satisfaction) as reason
from engine.checked_complaint s
where s.satisfaction < 1 or s.satisfaction > 5
