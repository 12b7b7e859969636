-- purpose: the acceptance of a referral is not older than it or later than the records
-- rule: referral field accepted_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The acceptance cannot date from %s: that is before the referral or after the records end.', s.accepted_on) as reason
from stage.checked_referral s
where s.accepted_on > s.as_at_on or s.accepted_on < s.referred_on
