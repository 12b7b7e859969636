-- purpose: an arrest is not from before 2000, from long before the case, or from after the records end
-- rule: accused field arrested_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The arrest cannot date from %s: that is too long before the registration or after the records end.', s.arrested_on) as reason
from stage.checked_accused s
where s.arrested_on < '2000-01-01'::date or s.arrested_on > s.as_at_on or s.arrested_on < s.registered_on - 365
