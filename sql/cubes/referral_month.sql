-- purpose: referrals of a month by service: accepted, served, closed, and how long they waited for the service
-- grain: one row per fact; cells per district, service, referred_month
-- keys: district, service, referred_month
-- counts: referrals, accepted, served, closed, wait_3, wait_7, wait_14, wait_30, wait_60, wait_61_up
-- parameters: none
-- returns: district text, service text, referred_month date, referrals bigint, accepted bigint, served bigint, closed bigint,
--   wait_3 bigint, wait_7 bigint, wait_14 bigint, wait_30 bigint, wait_60 bigint, wait_61_up bigint
-- locks: none
--
-- Counting unit: referrals. wait_N are served after more days than the bin before and at most N; the bins add up to served.
with waited as (
	select f.*, f.first_served_on - f.referred_on as days from engine.signed_referral f
)
select f.district, f.service, pg_catalog.date_trunc('month', f.referred_on::timestamp)::date as referred_month,
	f.sign::bigint as referrals,
	(case when f.accepted_on is not null then f.sign else 0 end)::bigint as accepted,
	(case when f.first_served_on is not null then f.sign else 0 end)::bigint as served,
	(case when f.closed_on is not null then f.sign else 0 end)::bigint as closed,
	(case when f.days <= 3 then f.sign else 0 end)::bigint as wait_3,
	(case when f.days between 4 and 7 then f.sign else 0 end)::bigint as wait_7,
	(case when f.days between 8 and 14 then f.sign else 0 end)::bigint as wait_14,
	(case when f.days between 15 and 30 then f.sign else 0 end)::bigint as wait_30,
	(case when f.days between 31 and 60 then f.sign else 0 end)::bigint as wait_60,
	(case when f.days > 60 then f.sign else 0 end)::bigint as wait_61_up
from waited f
