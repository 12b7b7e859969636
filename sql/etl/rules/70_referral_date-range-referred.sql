-- purpose: a referral is not from before 1990 or after the records end
-- rule: referral row referred_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The referral cannot date from %s.', s.referred_on) as reason
from stage.checked_referral s
where s.referred_on > s.as_at_on or s.referred_on < '1990-01-01'::date
