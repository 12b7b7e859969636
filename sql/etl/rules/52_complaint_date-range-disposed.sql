-- purpose: a complaint was not closed before it was received or after the run
-- rule: complaint field disposed_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.disposed_on > s.latest_on then pg_catalog.format('The complaint cannot have been closed on %s, which is after this run (%s).', s.disposed_on, s.latest_on - 1)
	else pg_catalog.format('The complaint cannot have been closed on %s, which is before it was received (%s).', s.disposed_on, s.received_on) end as reason
from engine.checked_complaint s
where s.disposed_on > s.latest_on or s.disposed_on < s.received_on
