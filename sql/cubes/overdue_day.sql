-- purpose: cases that passed day 17 without a challan, on the day they did, and those of them that left, on that day: what was
--   overdue at the end of any day is the sum of entered - ended up to it
-- grain: up to two rows per fact; cells per district, station, on_day
-- keys: district, station, on_day
-- counts: entered, ended, unsure, settled, undated
-- parameters: none
-- returns: district text, station text, on_day date, entered bigint, ended bigint, unsure bigint, settled bigint, undated bigint
-- locks: none
--
-- Counting unit: cases. Day 17 is the 14 days of s.173 CrPC and 3 more: a case enters on the 18th day after its registration, unless
-- it left before. It leaves on the first of: the first challan of any accused, the day of a status that is a challan or an end of the
-- police (cancelled, untraced, transferred, discharged), its disposal. unsure: it has left by the day of a later status or of its
-- disposal (settled), and when it was challaned is not recorded; undated: it has left, and no day says when.
with lifecycle as (
	select f.*, f.registered_on + 18 as due_on, case
		when f.first_challaned_on is not null or (f.status_on is not null and f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE',
			'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
		then least(f.first_challaned_on, case when f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED',
			'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then f.status_on end, f.disposed_on) end as left_on,
		f.status not in ('FIR', 'UNDERINV') or f.disposed_on is not null as has_left,
		least(f.disposed_on, case when f.status not in ('FIR', 'UNDERINV') then f.status_on end) as left_by
	from engine.signed_lifecycle f
)
select f.district, f.station, e.on_day, (f.sign * e.entered)::bigint as entered, (f.sign * e.ended)::bigint as ended,
	(f.sign * e.unsure)::bigint as unsure, (f.sign * e.settled)::bigint as settled, (f.sign * e.undated)::bigint as undated
from lifecycle f
cross join lateral (values
	(f.due_on, 1, 0, 0, 0, 0, coalesce(f.left_on > f.due_on, not f.has_left)),
	(f.left_on, 0, 1, 0, 0, 0, f.left_on > f.due_on),
	(f.due_on, 0, 0, 1, 0, 0, f.left_on is null and f.has_left and f.left_by > f.due_on),
	(f.left_by, 0, 0, 0, 1, 0, f.left_on is null and f.has_left and f.left_by > f.due_on),
	(f.due_on, 0, 0, 0, 0, 1, f.left_on is null and f.has_left and f.left_by is null)
) as e (on_day, entered, ended, unsure, settled, undated, counted)
where e.counted
