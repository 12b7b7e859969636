-- purpose: cases past day 17 without a challan by how old they are, on the day they came into an age, and those that left it, on that
--   day: what was overdue in an age at the end of any day is the sum of entered - ended up to it
-- grain: up to six rows per fact; cells per district, station, age_from, on_day
-- keys: district, station, age_from, on_day
-- counts: entered, ended
-- parameters: none
-- returns: district text, station text, age_from integer, on_day date, entered bigint, ended bigint
-- locks: none
--
-- Counting unit: cases. Ages are days since registration: from 18, from 31 and from 91 on. Who is overdue and when it ends is the rule
-- of overdue_day; the ages together are what that cube has.
select f.district, f.station, b.age_from, e.on_day, (f.sign * e.entered)::bigint as entered, (f.sign * e.ended)::bigint as ended
from engine.signed_lifecycle f
cross join lateral (select case
		when f.first_challaned_on is not null or (f.status_on is not null and f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE',
			'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
		then least(f.first_challaned_on, case when f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED',
			'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then f.status_on end, f.disposed_on) end as left_on,
	f.status not in ('FIR', 'UNDERINV') or f.disposed_on is not null as has_left) l
cross join (values (18, 31), (31, 91), (91, null)) as b (age_from, age_next)
cross join lateral (values
	(f.registered_on + b.age_from, 1, 0),
	(least(l.left_on, f.registered_on + b.age_next), 0, 1)
) as e (on_day, entered, ended)
where e.on_day is not null and coalesce(l.left_on > f.registered_on + b.age_from, not l.has_left)
