-- purpose: complaints by the hour of the day in which they were received
-- grain: one row per fact; cells per district, channel, received_month, received_hour
-- keys: district, channel, received_month, received_hour
-- counts: complaints
-- parameters: none
-- returns: district text, channel text, received_month date, received_hour integer, complaints bigint
-- locks: none
--
-- Counting unit: complaints. The hour is that of the source's time zone, 0 to 23; -1 where no zone was known.
select f.district, f.channel, pg_catalog.date_trunc('month', f.received_on::timestamp)::date as received_month,
	coalesce(f.received_hour, -1) as received_hour,
	f.sign::bigint as complaints
from engine.signed_complaint f
