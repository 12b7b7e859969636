-- purpose: outreach, complaints, response and referrals of a quarter, all districts
-- grain: one row
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: sessions bigint, women bigint, men bigint, unrecorded bigint, complaints bigint, complaints_before bigint, followed_30 bigint, fir_30 bigint,
--   half_minutes bigint, ninety_minutes bigint, unanswered bigint, referrals bigint, accepted bigint, served bigint,
--   sessions_coverage text, women_coverage text, men_coverage text, complaints_coverage text, followed_30_coverage text, fir_30_coverage text,
--   half_minutes_coverage text, ninety_minutes_coverage text, unanswered_coverage text, referrals_coverage text, accepted_coverage text,
--   served_coverage text, sessions_provisional boolean, complaints_provisional boolean, referrals_provisional boolean,
--   served_provisional boolean, mature_30 boolean
-- measures: sessions=outreach_sessions, women=outreach_attendances, men=outreach_attendances, unrecorded=outreach_sessions,
--   complaints=complaints_received, complaints_before=complaints_received, followed_30=complaints_followed_30, fir_30=complaints_to_fir_30,
--   half_minutes=none, ninety_minutes=none, unanswered=complaint on date of receipt, referrals=referrals_made,
--   accepted=referral on date of referral, served=referral on date of referral
-- locks: none
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
-- trace: sessions = outreach_day.sessions where c.held_on between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: women = outreach_day.attended_women where c.held_on between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: men = outreach_day.attended_men where c.held_on between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: unrecorded = outreach_day.unrecorded where c.held_on between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: complaints = complaint_month.complaints where c.received_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: complaints_before = complaint_month.complaints where c.received_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1
-- trace: followed_30 = complaint_month.complaints where c.received_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date
-- trace: fir_30 = complaint_month.fir_30 where c.received_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date
-- trace: unanswered = response_month.complaints where c.received_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.minutes_upto = -1
-- trace: referrals = referral_month.referrals where c.referred_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: accepted = referral_month.accepted where c.referred_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: served = referral_month.served where c.referred_month between $2::date and ($2::date + interval '3 months')::date - 1
--
-- Counting units: sessions, attendances (not people), complaints, referrals; each by its own day. half_minutes and ninety_minutes: within so
-- many minutes half and nine in ten of all complaints were answered, unanswered ones counted as longer; upper ends of bins; null
-- where fewer were answered. Null where no day of the quarter is covered by the feed.
with q as (
	select $2::date as first, ($2::date + interval '3 months')::date - 1 as last, ($2::date - interval '1 year')::date as b_first, ($2::date - interval '9 months')::date - 1 as b_last
), k as (
	select (select c.state from report.coverage_of($1::text, '', 'outreach', array[q.first], array[q.last]) c) as outreach,
		(select c.state from report.coverage_of($1::text, '', 'complaint', array[q.first], array[q.last]) c) as complaint,
		(select c.state from report.coverage_of($1::text, '', 'complaint', array[q.b_first], array[q.b_last]) c) as before,
		(select c.state from report.coverage_of($1::text, '', 'referral', array[q.first], array[q.last]) c) as referral
	from q
), s as (
	select sum(c.sessions) as sessions, sum(c.attended_women) as women, sum(c.attended_men) as men, sum(c.unrecorded) as unrecorded
	from q join report.outreach_day c on c.held_on between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
), p as (
	select sum(c.complaints) filter (where c.received_month >= q.first) as complaints,
		sum(c.complaints) filter (where c.received_month <= q.b_last) as before,
		sum(c.complaints) filter (where c.received_month >= q.first and (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date) as followed,
		sum(c.fir_30) filter (where c.received_month >= q.first and (c.received_month + interval '1 month')::date - 1 + 30 <= $3::date) as fir_30
	from q join report.complaint_month c on c.received_month between q.b_first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
), bin as (
	select c.minutes_upto, sum(c.complaints) as complaints
	from q join report.response_month c on c.received_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.minutes_upto
), upto as (
	select b.minutes_upto, sum(b.complaints) over (order by b.minutes_upto < 0, b.minutes_upto) as upto, sum(b.complaints) over () as of_all,
		b.complaints
	from bin b
), m as (
	select min(b.minutes_upto) filter (where b.minutes_upto >= 0 and b.upto * 2 >= b.of_all * 1) as half, min(b.minutes_upto) filter (where b.minutes_upto >= 0 and b.upto * 10 >= b.of_all * 9) as ninety, sum(b.complaints) filter (where b.minutes_upto < 0) as unanswered
	from upto b
), r as (
	select sum(c.referrals) as referrals, sum(c.accepted) as accepted, sum(c.served) as served
	from q join report.referral_month c on c.referred_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
)
select report.known(k.outreach, s.sessions) as sessions, report.known(k.outreach, s.women) as women, report.known(k.outreach, s.men) as men,
	report.known(k.outreach, s.unrecorded) as unrecorded, report.known(k.complaint, p.complaints) as complaints,
	case when k.complaint = 'covered' and k.before = 'covered' then coalesce(p.before, 0)::bigint end as complaints_before,
	report.known(k.complaint, p.followed) as followed_30, report.known(k.complaint, p.fir_30) as fir_30,
	case when k.complaint in ('covered', 'partial') then m.half::bigint end as half_minutes,
	case when k.complaint in ('covered', 'partial') then m.ninety::bigint end as ninety_minutes,
	report.known(k.complaint, m.unanswered) as unanswered, report.known(k.referral, r.referrals) as referrals,
	report.known(k.referral, r.accepted) as accepted, report.known(k.referral, r.served) as served,
	k.outreach as sessions_coverage, k.outreach as women_coverage, k.outreach as men_coverage, k.complaint as complaints_coverage,
	k.complaint as followed_30_coverage, k.complaint as fir_30_coverage, k.complaint as half_minutes_coverage,
	k.complaint as ninety_minutes_coverage, k.complaint as unanswered_coverage, k.referral as referrals_coverage,
	k.referral as accepted_coverage, k.referral as served_coverage,
	q.last > report.mature_to($1::text, 'outreach', $3::date) as sessions_provisional,
	q.last > report.mature_to($1::text, 'complaint', $3::date) as complaints_provisional,
	q.last > report.mature_to($1::text, 'referral', $3::date) as referrals_provisional,
	q.last + 60 > $3::date as served_provisional, q.last + 30 <= $3::date as mature_30
from q cross join k cross join s cross join p cross join m cross join r
