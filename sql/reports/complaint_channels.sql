-- purpose: complaints of a period of months by channel: how many became a case, and how many of them within 30 days
-- grain: one row per channel with a complaint, by channel
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 as_at date
-- returns: channel text, complaints bigint, fir bigint, complaints_30 bigint, fir_30 bigint, mature_30 boolean, scored bigint,
--   score_1 bigint, score_2 bigint, score_3 bigint, score_4 bigint, score_5 bigint
-- measures: complaints=complaints_received, fir=complaint on date of receipt, complaints_30=complaints_followed_30,
--   fir_30=complaints_to_fir_30, scored=complaint on date of receipt, score_1=complaint on date of receipt,
--   score_2=complaint on date of receipt, score_3=complaint on date of receipt, score_4=complaint on date of receipt,
--   score_5=complaint on date of receipt
-- locks: none
-- covers: complaint; days $2 to $3
-- row: channel = c.channel
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: complaints, fir, scored, score_1, score_2, score_3, score_4, score_5 = complaint_month.*
-- trace: complaints_30 = complaint_month.complaints where (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date
-- trace: fir_30 = complaint_month.fir_30 where (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date
--
-- Counting unit: complaints. Basis: month of receipt. complaints_30 and fir_30 hold only months all of whose complaints were followed
-- for 30 days at as_at; mature_30: these are all months of the period.
select c.channel, sum(c.complaints)::bigint as complaints, sum(c.fir)::bigint as fir,
	coalesce(sum(c.complaints) filter (where (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date), 0)::bigint as complaints_30,
	coalesce(sum(c.fir_30) filter (where (c.received_month + interval '1 month')::date - 1 + 30 <= $4::date), 0)::bigint as fir_30,
	(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 + 30 <= $4::date as mature_30,
	sum(c.scored)::bigint as scored, sum(c.score_1)::bigint as score_1, sum(c.score_2)::bigint as score_2,
	sum(c.score_3)::bigint as score_3, sum(c.score_4)::bigint as score_4, sum(c.score_5)::bigint as score_5
from report.complaint_month c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
where c.received_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
group by c.channel
order by c.channel collate "C"
