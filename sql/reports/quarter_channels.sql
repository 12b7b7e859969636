-- purpose: complaints of a quarter by channel: how many became a case within 30 days, and how soon they were answered
-- grain: one row per channel with a complaint
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: channel text, name_en text, name_ur text, complaints bigint, followed_30 bigint, fir_30 bigint, half_minutes bigint, ninety_minutes bigint,
--   coverage text, provisional boolean
-- measures: complaints=complaints_received, followed_30=complaints_followed_30, fir_30=complaints_to_fir_30, half_minutes=none,
--   ninety_minutes=none
-- locks: none
-- covers: complaint; quarter $2
-- row: channel = c.channel
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.received_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: complaints = complaint_month.complaints
-- trace: followed_30 = complaint_month.complaints where (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date
-- trace: fir_30 = complaint_month.fir_30 where (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date
--
-- Counting unit: complaints. Basis: month of receipt. Minutes are upper ends of bins; unanswered complaints count as longer.
with q as (
	select $2::date as first, ($2::date + interval '3 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'complaint', array[q.first], array[q.last]) c
), p as (
	select c.channel, sum(c.complaints) as complaints,
		sum(c.complaints) filter (where (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date) as followed,
		sum(c.fir_30) filter (where (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date) as fir_30
	from q join report.complaint_month c on c.received_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.channel
), bin as (
	select c.channel, c.minutes_upto, sum(c.complaints) as complaints
	from q join report.response_month c on c.received_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.channel, c.minutes_upto
), upto as (
	select b.channel, b.minutes_upto, sum(b.complaints) over (partition by b.channel order by b.minutes_upto < 0, b.minutes_upto) as upto,
		sum(b.complaints) over (partition by b.channel) as of_all
	from bin b
), m as (
	select b.channel, min(b.minutes_upto) filter (where b.minutes_upto >= 0 and b.upto * 2 >= b.of_all * 1) as half, min(b.minutes_upto) filter (where b.minutes_upto >= 0 and b.upto * 10 >= b.of_all * 9) as ninety
	from upto b group by b.channel
)
select p.channel, coalesce(v.name_en, p.channel) as name_en, coalesce(v.name_ur, v.name_en, p.channel) as name_ur,
	report.known(k.state, p.complaints) as complaints, report.known(k.state, p.followed) as followed_30,
	report.known(k.state, p.fir_30) as fir_30, case when k.state in ('covered', 'partial') then m.half::bigint end as half_minutes,
	case when k.state in ('covered', 'partial') then m.ninety::bigint end as ninety_minutes, k.state as coverage,
	q.last > report.mature_to($1::text, 'complaint', $3::date) as provisional
from p cross join q cross join k
left join m on m.channel = p.channel
left join ref.coded_value v on v.list = 'channel' and v.code = p.channel
where p.complaints > 0
order by p.complaints desc, p.channel collate "C"
