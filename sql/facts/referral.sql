-- purpose: what a referral looks like if this run is applied
-- grain: one row per staged row
-- place: 6
-- keys: referral_key
-- day: referred_on
-- figure: referrals_made by service on referred_on
-- event: referral on referred_on
-- parameters: none
-- returns: referral_key uuid, source text, district text, complaint_key uuid, case_key uuid, partner text, service text, referred_on date, accepted_on date, first_served_on date, closed_on date, feed_hash uuid
-- locks: none
select s.referral_key, s.source, s.district, s.complaint_key, s.case_key, s.partner, s.service, s.referred_on,
	s.accepted_on, s.first_served_on, s.closed_on, s.feed_hash
from stage.referral s
