-- purpose: how many days referrals of a month waited to be accepted and to be served, as a histogram that adds up over any cells
-- grain: one row per fact and step; cells per district, service, step, referred_month, days_upto
-- keys: district, service, step, referred_month, days_upto
-- counts: referrals
-- parameters: none
-- returns: district text, service text, step text, referred_month date, days_upto integer, referrals bigint
-- locks: none
--
-- Counting unit: referrals, once under each step, accepted and served. days_upto: whole days up to 60, then the upper end of the
-- bin (90, 180, 365); 10000 is longer, -1 not yet. A day before the referral counts as day 0.
select f.district, f.service, t.step, pg_catalog.date_trunc('month', f.referred_on::timestamp)::date as referred_month,
	case when t.on_day is null then -1 when t.on_day <= f.referred_on then 0 when t.on_day - f.referred_on <= 60 then t.on_day - f.referred_on
		when t.on_day - f.referred_on <= 90 then 90 when t.on_day - f.referred_on <= 180 then 180
		when t.on_day - f.referred_on <= 365 then 365 else 10000 end as days_upto,
	f.sign::bigint as referrals
from engine.signed_referral f
cross join lateral (values ('accepted', coalesce(f.accepted_on, f.first_served_on)), ('served', f.first_served_on)) as t (step, on_day)
