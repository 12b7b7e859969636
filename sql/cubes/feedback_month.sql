-- purpose: whether complainants of a month were asked how content they were, answered or refused, and what they answered
-- grain: one row per fact; cells per district, channel, received_month, feedback, score
-- keys: district, channel, received_month, feedback, score
-- counts: complaints
-- parameters: none
-- returns: district text, channel text, received_month date, feedback text, score integer, complaints bigint
-- locks: none
--
-- Counting unit: complaints. feedback: answered, refused, not_asked; '' where the source does not say whether anybody asked. score: 1
-- to 5, 0 where there is none.
select f.district, f.channel, pg_catalog.date_trunc('month', f.received_on::timestamp)::date as received_month,
	coalesce(f.feedback, '') as feedback, coalesce(f.satisfaction, 0) as score,
	f.sign::bigint as complaints
from engine.signed_complaint f
