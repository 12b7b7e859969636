-- purpose: how long complaints of a week waited for the first response, as a histogram that adds up over any cells
-- grain: one row per fact; cells per district, channel, received_week, minutes_upto
-- keys: district, channel, received_week, minutes_upto
-- counts: complaints
-- parameters: none
-- returns: district text, channel text, received_week date, minutes_upto integer, complaints bigint
-- locks: none
--
-- Counting unit: complaints. Weeks begin on Monday. minutes_upto as in response_month.
select f.district, f.channel, pg_catalog.date_trunc('week', f.received_on::timestamp)::date as received_week,
	case when f.responded_at is null then -1 else (array[5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440, 2880, 10080, 1000000])[
		1 + pg_catalog.width_bucket((extract(epoch from f.responded_at - f.received_at) / 60 - 0.000001)::numeric,
			array[5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440, 2880, 10080]::numeric[])] end as minutes_upto,
	f.sign::bigint as complaints
from engine.signed_complaint f
