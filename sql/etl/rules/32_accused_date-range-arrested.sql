-- purpose: an arrest is not from before 2000, from long before the case, or from after the run
-- rule: accused field arrested_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.arrested_on > s.latest_on then pg_catalog.format('The arrest cannot date from %s, which is after this run (%s).', s.arrested_on, s.latest_on - 1)
	when s.arrested_on < '2000-01-01'::date then pg_catalog.format('The arrest cannot date from %s, which is before the first day taken (%s).', s.arrested_on, '2000-01-01'::date)
	else pg_catalog.format('The arrest cannot date from %s, which is more than a year before the case was registered (%s).', s.arrested_on, s.registered_on) end as reason
from engine.checked_accused s
where s.arrested_on > s.latest_on or s.arrested_on < '2000-01-01'::date or s.arrested_on < s.registered_on - 365
