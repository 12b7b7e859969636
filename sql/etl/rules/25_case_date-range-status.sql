-- purpose: a status cannot be older than the case or later than the records
-- rule: case field status_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The status cannot date from %s: that is before the registration or after the records end.', s.status_on) as reason
from stage.checked_case s
where s.status_on > s.as_at_on or s.status_on < s.registered_on
