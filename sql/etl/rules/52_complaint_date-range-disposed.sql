-- purpose: a complaint was not closed before it was received or after the records end
-- rule: complaint field disposed_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The complaint cannot have been closed on %s: that is before it was received or after the records end.', s.disposed_on) as reason
from stage.checked_complaint s
where s.disposed_on > s.as_at_on or s.disposed_on < s.received_on
