-- purpose: referrals on the day they were made, on the day they were first served or closed unserved, and on the day they were closed:
--   what was open at the end of any day is the sum of opened - closed up to it, what waited that of opened - attended
-- grain: up to three rows per fact; cells per district, service, on_day
-- keys: district, service, on_day
-- counts: opened, attended, closed
-- parameters: none
-- returns: district text, service text, on_day date, opened bigint, attended bigint, closed bigint
-- locks: none
--
-- Counting unit: referrals. A day before the referral counts as the day of the referral.
select f.district, f.service, e.on_day, (f.sign * e.opened)::bigint as opened, (f.sign * e.attended)::bigint as attended,
	(f.sign * e.closed)::bigint as closed
from engine.signed_referral f
cross join lateral (values
	(f.referred_on, 1, 0, 0),
	(greatest(f.referred_on, least(f.first_served_on, f.closed_on)), 0, 1, 0),
	(greatest(f.referred_on, f.closed_on), 0, 0, 1)
) as e (on_day, opened, attended, closed)
where e.opened = 1 or (e.attended = 1 and pg_catalog.num_nonnulls(f.first_served_on, f.closed_on) > 0)
	or (e.closed = 1 and f.closed_on is not null)
