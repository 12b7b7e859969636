-- purpose: how long complaints of a period of months waited for the first response: a histogram from which quantiles are read
-- grain: one row per bin with a complaint, shortest first; complaints without a response last
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: minutes_upto integer, complaints bigint, responded_upto bigint, responded bigint, complaints_all bigint, answered boolean
-- measures: minutes_upto=none, complaints=complaints_received, responded_upto=complaint on date of receipt,
--   responded=complaint on date of receipt, complaints_all=complaints_received
-- locks: none
-- covers: complaint; days $2 to $3
-- row: minutes_upto = c.minutes_upto
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: complaints = response_month.complaints
-- trace: responded_upto = all response_month.complaints where c.minutes_upto >= 0 and (@minutes_upto@ < 0 or c.minutes_upto <= @minutes_upto@)
-- trace: responded = all response_month.complaints where c.minutes_upto >= 0
-- trace: complaints_all = all response_month.complaints
--
-- Counting unit: complaints. Basis: month of receipt. A quantile lies in the first bin whose responded_upto reaches its share of
-- complaints_all: complaints without a response wait still, and are no short waits. minutes_upto -1: no response.
with bin as (
	select c.minutes_upto, sum(c.complaints) as complaints
	from report.response_month c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	where c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
	group by c.minutes_upto
)
select b.minutes_upto, b.complaints::bigint as complaints,
	(sum(b.complaints) filter (where b.minutes_upto >= 0) over (order by b.minutes_upto < 0, b.minutes_upto))::bigint as responded_upto,
	(sum(b.complaints) filter (where b.minutes_upto >= 0) over ())::bigint as responded,
	(sum(b.complaints) over ())::bigint as complaints_all, b.minutes_upto >= 0 as answered
from bin b
order by b.minutes_upto < 0, b.minutes_upto
