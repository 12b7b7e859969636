-- purpose: complaints of a quarter by the hour of the day in which they were received
-- grain: one row per hour, 0 to 23
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: hour bigint, complaints bigint
-- measures: hour=none, complaints=complaints_received
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: hour said "hours of the day in the source's time zone"
-- trace: complaints = complaint_hour.complaints where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
-- row: hour = c.received_hour
--
-- Counting unit: complaints. The hour is that of the source's time zone; complaints whose hour is not known are in none.
select h.hour::bigint as hour, coalesce(sum(c.complaints), 0)::bigint as complaints
from pg_catalog.generate_series(0, 23) as h (hour)
left join (report.complaint_hour c join ref.district d on d.code = c.district and d.jurisdiction = $1::text)
	on c.received_hour = h.hour and $2::text in ('all', c.district)
		and c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
group by h.hour
order by h.hour
