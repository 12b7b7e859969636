-- purpose: a status cannot be older than the case or later than the run
-- rule: case field status_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.status_on > s.latest_on then pg_catalog.format('The status cannot date from %s, which is after this run (%s).', s.status_on, s.latest_on - 1)
	else pg_catalog.format('The status cannot date from %s, which is before the case was registered (%s).', s.status_on, s.registered_on) end as reason
from engine.checked_case s
where s.status_on > s.latest_on or s.status_on < s.registered_on
