-- purpose: complaints of a quarter by channel: how many became a case, and how soon they were answered
-- grain: one row per channel with a complaint, most complaints first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: code text, name_en text, name_ur text, complaints bigint, fir bigint, answered bigint, unanswered bigint,
--   median_minutes bigint, p90_minutes bigint
-- measures: complaints=complaints_received, fir=complaint on date of receipt, answered=complaints_answered,
--   unanswered=complaint on date of receipt, median_minutes=response_minutes, p90_minutes=response_minutes
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: complaints = complaint_month.complaints where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: fir = complaint_month.fir where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: answered = response_month.complaints where c.minutes_upto >= 0 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: unanswered = response_month.complaints where c.minutes_upto < 0 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: median_minutes, p90_minutes of response_month.complaints where c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- row: code = c.channel
--
-- Counting unit: complaints. Minutes as in support_demand: the upper end of the bin of the quantile, null where it was not answered.
with place as (
	select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)
), n as (
	select c.channel, sum(c.complaints) as complaints, sum(c.fir) as fir
	from report.complaint_month c join place p on p.code = c.district
	where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
	group by c.channel
	having sum(c.complaints) > 0
), bin as (
	select c.channel, c.minutes_upto, sum(c.complaints) as complaints
	from report.response_month c join place p on p.code = c.district
	where c.received_month between $3::date and ($3::date + interval '3 months')::date - 1
	group by c.channel, c.minutes_upto
), stacked as (
	select b.channel, b.minutes_upto, b.complaints, sum(b.complaints) over (partition by b.channel order by b.minutes_upto < 0, b.minutes_upto) as upto,
		sum(b.complaints) over (partition by b.channel) as of_all
	from bin b
), quantile as (
	select s.channel, min(s.minutes_upto) filter (where s.minutes_upto between 0 and 10080 and s.upto >= s.of_all * 0.5) as median,
		min(s.minutes_upto) filter (where s.minutes_upto between 0 and 10080 and s.upto >= s.of_all * 0.9) as p90,
		coalesce(sum(s.complaints) filter (where s.minutes_upto >= 0), 0) as answered,
		coalesce(sum(s.complaints) filter (where s.minutes_upto < 0), 0) as unanswered
	from stacked s
	group by s.channel
)
select n.channel as code, coalesce(v.name_en, n.channel) as name_en, coalesce(v.name_ur, n.channel) as name_ur,
	n.complaints::bigint as complaints, n.fir::bigint as fir, m.answered::bigint as answered, m.unanswered::bigint as unanswered,
	m.median::bigint as median_minutes, m.p90::bigint as p90_minutes
from n
join quantile m on m.channel = n.channel
left join ref.coded_value v on v.list = 'channel' and v.code = n.channel
order by n.complaints desc, n.channel collate "C"
