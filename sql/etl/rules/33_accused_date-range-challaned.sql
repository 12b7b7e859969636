-- purpose: a challan is not from before the registration or after the records end
-- rule: accused field challaned_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The challan cannot date from %s: that is before the registration or after the records end.', s.challaned_on) as reason
from stage.checked_accused s
where s.challaned_on > s.as_at_on or s.challaned_on < s.registered_on
