-- purpose: complaints received in a month, what became of them and how soon, and how content complainants were
-- grain: one row per fact; cells per district, channel, kind, received_month
-- keys: district, channel, kind, received_month
-- counts: complaints, disposed, fir, fir_30, scored, score_1, score_2, score_3, score_4, score_5
-- parameters: none
-- returns: district text, channel text, kind text, received_month date, complaints bigint, disposed bigint, fir bigint, fir_30 bigint,
--   scored bigint, score_1 bigint, score_2 bigint, score_3 bigint, score_4 bigint, score_5 bigint
-- locks: none
--
-- Counting unit: complaints. fir are those whose disposal is a case registered, fir_30 those where that was within 30 days.
select f.district, f.channel, f.kind, pg_catalog.date_trunc('month', f.received_on::timestamp)::date as received_month,
	f.sign::bigint as complaints,
	(case when f.disposed_on is not null then f.sign else 0 end)::bigint as disposed,
	(case when f.disposal = 'fir' then f.sign else 0 end)::bigint as fir,
	(case when f.disposal = 'fir' and f.disposed_on - f.received_on <= 30 then f.sign else 0 end)::bigint as fir_30,
	(case when f.satisfaction is not null then f.sign else 0 end)::bigint as scored,
	(case when f.satisfaction = 1 then f.sign else 0 end)::bigint as score_1,
	(case when f.satisfaction = 2 then f.sign else 0 end)::bigint as score_2,
	(case when f.satisfaction = 3 then f.sign else 0 end)::bigint as score_3,
	(case when f.satisfaction = 4 then f.sign else 0 end)::bigint as score_4,
	(case when f.satisfaction = 5 then f.sign else 0 end)::bigint as score_5
from engine.signed_complaint f
