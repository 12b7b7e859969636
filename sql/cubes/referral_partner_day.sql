-- purpose: referrals per day by partner and service: accepted, served, served within 30 days, closed, still waiting
-- grain: one row per fact; cells per district, partner, service, referred_on
-- keys: district, partner, service, referred_on
-- counts: referrals, accepted, served, served_30, accepted_unserved, unserved_closed, unserved_open
-- parameters: none
-- returns: district text, partner text, service text, referred_on date, referrals bigint, accepted bigint, served bigint,
--   served_30 bigint, accepted_unserved bigint, unserved_closed bigint, unserved_open bigint
-- locks: none
--
-- Counting unit: referrals. partner is '' where it is not recorded. referrals = served + unserved_closed + unserved_open: who was
-- never served has a referral that was closed, or waits. A referral served without a day of acceptance counts as accepted.
select f.district, coalesce(f.partner, '') as partner, f.service, f.referred_on,
	f.sign::bigint as referrals,
	(case when f.accepted_on is not null or f.first_served_on is not null then f.sign else 0 end)::bigint as accepted,
	(case when f.first_served_on is not null then f.sign else 0 end)::bigint as served,
	(case when f.first_served_on - f.referred_on <= 30 then f.sign else 0 end)::bigint as served_30,
	(case when f.accepted_on is not null and f.first_served_on is null then f.sign else 0 end)::bigint as accepted_unserved,
	(case when f.first_served_on is null and f.closed_on is not null then f.sign else 0 end)::bigint as unserved_closed,
	(case when f.first_served_on is null and f.closed_on is null then f.sign else 0 end)::bigint as unserved_open
from engine.signed_referral f
