-- purpose: the province month by month: registered, in time, disposed of, pending, complaints, outreach, referrals, for 36 months up to one
-- grain: one row per month, oldest first
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: month date, registered bigint, cases_17 bigint, challaned_17 bigint, cases_90 bigint, arrested_90 bigint, disposed bigint,
--   decided bigint, convicted bigint, acquitted bigint, compromised bigint, outside_courts bigint, pending bigint, complaints bigint,
--   sessions bigint, attended_women bigint, referrals bigint, coverage text, cases_17_coverage text, challaned_17_coverage text,
--   cases_90_coverage text, arrested_90_coverage text, decided_coverage text, convicted_coverage text, acquitted_coverage text,
--   compromised_coverage text, complaints_coverage text, sessions_coverage text, attended_women_coverage text, referrals_coverage text,
--   registered_provisional boolean, disposed_provisional boolean, complaints_provisional boolean, sessions_provisional boolean,
--   referrals_provisional boolean
-- measures: registered=cases_registered, cases_17=cases_followed_17, challaned_17=cases_challan_17, cases_90=cases_followed_90,
--   arrested_90=cases_arrest_90, disposed=cases_disposed, decided=cases_decided, convicted=cases_convicted_of_decided,
--   acquitted=fir on date of the court's decision, compromised=fir on date of the court's decision,
--   outside_courts=fir on date of the final disposal, pending=cases_pending, complaints=complaints_received, sessions=outreach_sessions,
--   attended_women=attendance on date of the event, referrals=referrals_made
-- locks: none
-- covers: case; month $2
--
-- Null where no day of the month is covered by the feed, and [n] where not all cases of the month were followed long enough. pending is
-- the stock at the end of the month: all registered up to then, less those finally disposed of on a known day, and less the undated.
-- row: month = c.registered_month
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
-- trace: registered = all case_month.cases where c.registered_month = @month@
-- trace: cases_17, cases_90 = all milestone_month.cases where c.registered_month = @month@
-- trace: challaned_17, arrested_90 = all milestone_month.* where c.registered_month = @month@
-- trace: disposed = all disposal_month.cases where c.disposed_month = @month@
-- trace: decided = all disposal_month.cases where c.disposed_month = @month@
--   and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted = all disposal_month.cases where c.disposed_month = @month@ and c.disposal = 'convicted'
-- trace: acquitted = all disposal_month.cases where c.disposed_month = @month@ and c.disposal = 'acquitted'
-- trace: compromised = all disposal_month.cases where c.disposed_month = @month@ and c.disposal = 'compromised'
-- trace: outside_courts = all disposal_month.cases where c.disposed_month = @month@
--   and c.disposal in ('cancelled', 'untraced', 'transferred')
-- trace: pending = all cohort_month.cases where c.registered_month <= @month@ and c.disposal <> 'undated' and (c.disposal = 'open'
--   or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > @month@)
-- trace: complaints = all complaint_month.complaints where c.received_month = @month@
-- trace: sessions, attended_women = all outreach_day.* where pg_catalog.date_trunc('month', c.held_on::timestamp)::date = @month@
-- trace: referrals = all referral_month.referrals where c.referred_month = @month@
with month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '35 months',
		pg_catalog.date_trunc('month', $2::date::timestamp), interval '1 month') as g (first)
), place as (
	select d.code as district from ref.district d where d.jurisdiction = $1::text
), state as materialized (
	select k.first_on as first, max(k.state) filter (where f.feed = 'case') as "case", max(k.state) filter (where f.feed = 'accused') as accused,
		max(k.state) filter (where f.feed = 'outcome') as outcome, max(k.state) filter (where f.feed = 'complaint') as complaint,
		max(k.state) filter (where f.feed = 'outreach') as outreach, max(k.state) filter (where f.feed = 'referral') as referral
	from pg_catalog.unnest(array['case', 'accused', 'outcome', 'complaint', 'outreach', 'referral']) f (feed)
	cross join lateral report.coverage_of($1::text, '', f.feed, (select pg_catalog.array_agg(m.first order by m.first) from month m),
		(select pg_catalog.array_agg(m.last order by m.first) from month m)) k
	group by k.first_on
), registered as (
	select c.registered_month as first, sum(c.cases) as cases
	from report.case_month c join place p on p.district = c.district group by c.registered_month
), milestone as (
	select c.registered_month as first, sum(c.cases) as cases, sum(c.challaned_17) as challaned_17, sum(c.arrested_90) as arrested_90
	from report.milestone_month c join place p on p.district = c.district group by c.registered_month
), disposed as (
	select c.disposed_month as first, sum(c.cases) as cases,
		sum(c.cases) filter (where c.disposal in ('convicted', 'acquitted', 'compromised', 'other')) as decided,
		sum(c.cases) filter (where c.disposal = 'convicted') as convicted, sum(c.cases) filter (where c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposal = 'compromised') as compromised,
		sum(c.cases) filter (where c.disposal in ('cancelled', 'untraced', 'transferred')) as outside
	from report.disposal_month c join place p on p.district = c.district group by c.disposed_month
), flow as (
	-- a disposal that the records put before the registration counts in the month of registration
	select f.first, sum(f.cases) as net from (
		select c.registered_month as first, c.cases from report.cohort_month c join place p on p.district = c.district
		where c.disposal <> 'undated'
		union all
		select (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date, -c.cases
		from report.cohort_month c join place p on p.district = c.district where c.disposal not in ('open', 'undated')) f
	group by f.first
), stock as (
	select m.first, sum(f.net) as pending from month m join flow f on f.first <= m.first group by m.first
), complaint as (
	select c.received_month as first, sum(c.complaints) as complaints
	from report.complaint_month c join place p on p.district = c.district group by c.received_month
), outreach as (
	select pg_catalog.date_trunc('month', c.held_on::timestamp)::date as first, sum(c.sessions) as sessions, sum(c.attended_women) as women
	from report.outreach_day c join place p on p.district = c.district group by 1
), referral as (
	select c.referred_month as first, sum(c.referrals) as referrals
	from report.referral_month c join place p on p.district = c.district group by c.referred_month
), mature as materialized (
	select report.mature_to($1::text, 'case', $3::date) as "case", report.mature_to($1::text, 'outcome', $3::date) as outcome,
		report.mature_to($1::text, 'complaint', $3::date) as complaint, report.mature_to($1::text, 'outreach', $3::date) as outreach,
		report.mature_to($1::text, 'referral', $3::date) as referral
), ripe as (
	select m.first, case when m.last + 17 <= $3::date then s.accused else 'not-yet' end as by_17,
		case when m.last + 90 <= $3::date then s.accused else 'not-yet' end as by_90
	from month m join state s on s.first = m.first
)
select m.first as month, report.known(s."case", r.cases) as registered,
	report.known(q.by_17, i.cases) as cases_17, report.known(q.by_17, i.challaned_17) as challaned_17,
	report.known(q.by_90, i.cases) as cases_90, report.known(q.by_90, i.arrested_90) as arrested_90,
	report.known(s."case", d.cases) as disposed, report.known(s.outcome, d.decided) as decided, report.known(s.outcome, d.convicted) as convicted,
	report.known(s.outcome, d.acquitted) as acquitted, report.known(s.outcome, d.compromised) as compromised,
	report.known(s."case", d.outside) as outside_courts, report.known(s."case", k.pending) as pending,
	report.known(s.complaint, c.complaints) as complaints, report.known(s.outreach, o.sessions) as sessions,
	report.known(s.outreach, o.women) as attended_women, report.known(s.referral, f.referrals) as referrals,
	s."case" as coverage, q.by_17 as cases_17_coverage, q.by_17 as challaned_17_coverage, q.by_90 as cases_90_coverage,
	q.by_90 as arrested_90_coverage, s.outcome as decided_coverage, s.outcome as convicted_coverage, s.outcome as acquitted_coverage,
	s.outcome as compromised_coverage, s.complaint as complaints_coverage, s.outreach as sessions_coverage,
	s.outreach as attended_women_coverage, s.referral as referrals_coverage,
	m.last > t."case" as registered_provisional,
	m.last > t.outcome as disposed_provisional,
	m.last > t.complaint as complaints_provisional,
	m.last > t.outreach as sessions_provisional,
	m.last > t.referral as referrals_provisional
from month m
cross join mature t
join state s on s.first = m.first
join ripe q on q.first = m.first
left join registered r on r.first = m.first
left join milestone i on i.first = m.first
left join disposed d on d.first = m.first
left join stock k on k.first = m.first
left join complaint c on c.first = m.first
left join outreach o on o.first = m.first
left join referral f on f.first = m.first
order by m.first
