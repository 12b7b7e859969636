-- purpose: a medical examination cannot be later than the run, or more than a year older than the case
-- rule: case field medical_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
--
-- An examination may come before the case is registered, and with a late report long before.
select s.source, s.row_no, case when s.medical_on > s.latest_on then pg_catalog.format('The medical examination cannot date from %s, which is after this run (%s).', s.medical_on, s.latest_on - 1)
	else pg_catalog.format('The medical examination cannot date from %s, which is more than a year before the case was registered (%s).', s.medical_on, s.registered_on) end as reason
from engine.checked_case s
where s.medical_on > s.latest_on or s.medical_on < s.registered_on - 365
