-- purpose: a challan is not from before the registration or after the run
-- rule: accused field challaned_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.challaned_on > s.latest_on then pg_catalog.format('The challan cannot date from %s, which is after this run (%s).', s.challaned_on, s.latest_on - 1)
	else pg_catalog.format('The challan cannot date from %s, which is before the case was registered (%s).', s.challaned_on, s.registered_on) end as reason
from engine.checked_accused s
where s.challaned_on > s.latest_on or s.challaned_on < s.registered_on
