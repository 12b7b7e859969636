-- purpose: the first service of a referral is not older than it or later than the run
-- rule: referral field first_served_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.first_served_on > s.latest_on then pg_catalog.format('The first service cannot date from %s, which is after this run (%s).', s.first_served_on, s.latest_on - 1)
	else pg_catalog.format('The first service cannot date from %s, which is before the referral (%s).', s.first_served_on, s.referred_on) end as reason
from engine.checked_referral s
where s.first_served_on > s.latest_on or s.first_served_on < s.referred_on
