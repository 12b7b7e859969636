-- purpose: a referral is not from before 1990 or from after the run
-- rule: referral row referred_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.referred_on > s.latest_on then pg_catalog.format('The referral cannot date from %s, which is after this run (%s).', s.referred_on, s.latest_on - 1)
	else pg_catalog.format('The referral cannot date from %s, which is before the first day taken (%s).', s.referred_on, '1990-01-01'::date) end as reason
from engine.checked_referral s
where s.referred_on > s.latest_on or s.referred_on < '1990-01-01'::date
