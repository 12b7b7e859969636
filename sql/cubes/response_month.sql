-- purpose: how long complaints of a month waited for the first response, as a histogram that adds up over any cells
-- grain: one row per fact; cells per district, channel, received_month, minutes_upto
-- keys: district, channel, received_month, minutes_upto
-- counts: complaints
-- parameters: none
-- returns: district text, channel text, received_month date, minutes_upto integer, complaints bigint
-- locks: none
--
-- Counting unit: complaints. minutes_upto is the upper end of the bin (its lower end is that of the bin before; a response at
-- the time of receipt or before counts as the first bin); 1000000 is longer than a week, -1 no response yet.
select f.district, f.channel, pg_catalog.date_trunc('month', f.received_on::timestamp)::date as received_month,
	case when f.responded_at is null then -1 else (array[5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440, 2880, 10080, 1000000])[
		1 + pg_catalog.width_bucket((extract(epoch from f.responded_at - f.received_at) / 60 - 0.000001)::numeric,
			array[5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440, 2880, 10080]::numeric[])] end as minutes_upto,
	f.sign::bigint as complaints
from engine.signed_complaint f
