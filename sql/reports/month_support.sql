-- purpose: complaints, outreach and referrals of each district in one month
-- grain: one row per district that existed or has any of them
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: district text, name_en text, name_ur text, complaints bigint, fir bigint, sessions bigint, attended_women bigint,
--   attended_men bigint, unrecorded bigint, referrals bigint, accepted bigint, served bigint, complaints_coverage text, fir_coverage text,
--   sessions_coverage text, attended_women_coverage text, attended_men_coverage text, unrecorded_coverage text, referrals_coverage text,
--   accepted_coverage text, served_coverage text, complaints_provisional boolean, sessions_provisional boolean,
--   referrals_provisional boolean
-- measures: complaints=complaints_received, fir=complaint on date of receipt, sessions=outreach_sessions,
--   attended_women=attendance on date of the event, attended_men=attendance on date of the event, unrecorded=session on date of the event,
--   referrals=referrals_made, accepted=referral on date of referral, served=referral on date of referral
-- locks: none
-- covers: complaint; month $2
--
-- Counting unit: complaints; sessions, attendances; referrals. Basis: receipt; session; referral. fir: became a case by now. unrecorded are
-- sessions of which women, men or both were not counted; where no session has a number the attendances are null.
-- row: district = c.district
-- trace: complaints, fir = complaint_month.* where c.received_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
-- trace: sessions, attended_women, attended_men, unrecorded = outreach_day.*
--   where c.held_on between pg_catalog.date_trunc('month', $2::date::timestamp)::date and (pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1
-- trace: referrals, accepted, served = referral_month.* where c.referred_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), mature as materialized (
	select report.mature_to($1::text, 'complaint', $3::date) as complaint, report.mature_to($1::text, 'outreach', $3::date) as outreach,
		report.mature_to($1::text, 'referral', $3::date) as referral
), complaint as (
	select c.district, sum(c.complaints) as complaints, sum(c.fir) as fir
	from report.complaint_month c cross join period p where c.received_month = p.first group by c.district
), outreach as (
	select c.district, sum(c.sessions) as sessions, sum(c.attended_women) as women, sum(c.attended_men) as men,
		sum(c.unknown_women) as unknown_women, sum(c.unknown_men) as unknown_men, sum(c.unrecorded) as unrecorded
	from report.outreach_day c cross join period p where c.held_on between p.first and p.last group by c.district
), referral as (
	select c.district, sum(c.referrals) as referrals, sum(c.accepted) as accepted, sum(c.served) as served
	from report.referral_month c cross join period p where c.referred_month = p.first group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, c.complaints) as complaints, report.known(k.state, c.fir) as fir,
	report.known(o.state, s.sessions) as sessions,
	case when coalesce(s.sessions, 0) = 0 or s.unknown_women < s.sessions then report.known(o.state, s.women) end as attended_women,
	case when coalesce(s.sessions, 0) = 0 or s.unknown_men < s.sessions then report.known(o.state, s.men) end as attended_men,
	report.known(o.state, s.unrecorded) as unrecorded, report.known(f.state, r.referrals) as referrals,
	report.known(f.state, r.accepted) as accepted, report.known(f.state, r.served) as served, k.state as complaints_coverage,
	k.state as fir_coverage, o.state as sessions_coverage, o.state as attended_women_coverage, o.state as attended_men_coverage,
	o.state as unrecorded_coverage, f.state as referrals_coverage, f.state as accepted_coverage, f.state as served_coverage,
	p.last > t.complaint as complaints_provisional,
	p.last > t.outreach as sessions_provisional,
	p.last > t.referral as referrals_provisional
from ref.district d
cross join period p
cross join mature t
join report.states($1::text, 'complaint', p.first, p.last) k on k.district = d.code
join report.states($1::text, 'outreach', p.first, p.last) o on o.district = d.code
join report.states($1::text, 'referral', p.first, p.last) f on f.district = d.code
left join complaint c on c.district = d.code
left join outreach s on s.district = d.code
left join referral r on r.district = d.code
where d.jurisdiction = $1::text and (c.district is not null or s.district is not null or r.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
