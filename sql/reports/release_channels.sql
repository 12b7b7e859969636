-- purpose: complaints of a period of months by channel, under the channels' names, and how many became a case
-- grain: one row per channel with a complaint, by channel
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: channel text, name_en text, name_ur text, complaints bigint, fir bigint
-- measures: complaints=complaints_received, fir=complaint on date of receipt
-- locks: none
-- covers: complaint; days $2 to $3
-- row: channel = c.channel
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: complaints, fir = complaint_month.*
--
-- Counting unit: complaints. Basis: month of receipt. A complaint may still become a case.
select c.channel, coalesce(v.name_en, c.channel) as name_en, coalesce(nullif(v.name_ur, ''), v.name_en, c.channel) as name_ur,
	sum(c.complaints)::bigint as complaints, sum(c.fir)::bigint as fir
from report.complaint_month c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
left join ref.coded_value v on v.list = 'channel' and v.code = c.channel
where c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
group by c.channel, v.name_en, v.name_ur
order by c.channel collate "C"
