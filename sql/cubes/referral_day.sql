-- purpose: referrals to partners, and how many were accepted and served, per day of referral
-- grain: one row per fact; cells per district, service, referred_on
-- keys: district, service, referred_on
-- counts: referrals, accepted, served
-- parameters: none
-- returns: district text, service text, referred_on date, referrals bigint, accepted bigint, served bigint
-- locks: none
select f.district, f.service, f.referred_on,
	f.sign::bigint as referrals,
	(case when f.accepted_on is not null then f.sign else 0 end)::bigint as accepted,
	(case when f.first_served_on is not null then f.sign else 0 end)::bigint as served
from engine.signed_referral f
