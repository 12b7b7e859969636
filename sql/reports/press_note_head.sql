-- purpose: the figures of a press note on the cases that came through the Virtual Women Police Station (VWPS)
-- grain: one row
-- parameters: $1 district text, $2 from date, $3 to date
-- returns: cases bigint, accused bigint, arrested bigint, interim_bail bigint, innocent bigint, convicted bigint,
--   custody bigint, bail bigint, other_status bigint, arrested_ever bigint, complaints bigint, sessions bigint,
--   attendances bigint, referrals bigint, unrecorded bigint, coverage text, covered_days integer, days integer,
--   covered_from date, covered_to date,
--   complaints_coverage text, sessions_coverage text, attendances_coverage text, referrals_coverage text,
--   cases_provisional boolean, complaints_provisional boolean, sessions_provisional boolean, attendances_provisional boolean,
--   referrals_provisional boolean
-- measures: cases=cases_registered, accused=accused_named, arrested=accused_arrested, interim_bail=accused_interim_bail,
--   innocent=accused_innocent, convicted=accused_convicted, custody=accused_custody, bail=accused_bail,
--   other_status=accused_other_status, arrested_ever=accused_arrested_ever, complaints=complaints_received,
--   sessions=outreach_sessions, attendances=outreach_attendances, unrecorded=session on date of the event,
--   referrals=referrals_made, covered_days=none, days=none
-- locks: none
-- covers: case; district $1; days $2 to $3
-- within: c.district = $1::text
-- trace: cases = case_day.cases where c.channel = 'vwps' and c.registered_on between $2::date and $3::date
-- trace: accused = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date
-- trace: arrested = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'ARRESTED'
-- trace: interim_bail = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'INTERIM_BAIL'
-- trace: innocent = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'INNOCENT'
-- trace: convicted = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'CONVICTED'
-- trace: custody = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'JUDICIAL'
-- trace: bail = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status = 'BAIL'
-- trace: other_status = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date and c.status not in
--   ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED', 'JUDICIAL', 'BAIL')
-- trace: arrested_ever = accused_day.arrested_ever where c.channel = 'vwps' and c.registered_on between $2::date and $3::date
-- trace: complaints = complaint_day.complaints where c.channel = 'vwps' and c.received_on between $2::date and $3::date
-- trace: sessions = outreach_day.sessions where c.held_on between $2::date and $3::date
-- trace: attendances = outreach_day.(attended_women + attended_men) where c.held_on between $2::date and $3::date
-- trace: unrecorded = outreach_day.unrecorded where c.held_on between $2::date and $3::date
-- trace: referrals = referral_day.referrals where c.referred_on between $2::date and $3::date
--
-- A figure is null where its feed covers no day of the period; …_coverage says why, and partial of one that covers some.
with feed as (
	select c.feed, c.whole, c.horizon, report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $3::date) as state
	from report.covered c
	where c.district = $1::text
), cover as (
	select f.whole, f.state, f.horizon,
		pg_catalog.range_merge(f.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $3::date, '[]'))) as days,
		(select a.state from feed a where a.feed = 'accused') as accused,
		(select a.state from feed a where a.feed = 'complaint') as complaint,
		(select a.state from feed a where a.feed = 'outreach') as outreach,
		(select a.state from feed a where a.feed = 'referral') as referral
	from feed f
	where f.feed = 'case'
), mature as (
	-- late entries still come for days so near to the last day of the records
	select m.event, $3::date > k.horizon - m.days as late
	from cover k cross join report.maturity m join ref.district d on d.jurisdiction = m.jurisdiction and d.code = $1::text
), accused as (
	select sum(c.accused) as accused,
		sum(c.accused) filter (where c.status = 'ARRESTED') as arrested,
		sum(c.accused) filter (where c.status = 'INTERIM_BAIL') as interim_bail,
		sum(c.accused) filter (where c.status = 'INNOCENT') as innocent,
		sum(c.accused) filter (where c.status = 'CONVICTED') as convicted,
		sum(c.accused) filter (where c.status = 'JUDICIAL') as custody,
		sum(c.accused) filter (where c.status = 'BAIL') as bail,
		sum(c.accused) filter (where c.status not in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED', 'JUDICIAL', 'BAIL'))
			as other_status,
		-- by the date of arrest, whatever the status is now
		sum(c.arrested_ever) as arrested_ever
	from report.accused_day c
	where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
), outreach as (
	select sum(c.sessions) as sessions, sum(c.attended_women + c.attended_men) as attended, sum(c.unrecorded) as unrecorded
	from report.outreach_day c
	where c.district = $1::text and c.held_on between $2::date and $3::date
)
select report.known(k.state, (select sum(c.cases) from report.case_day c
		where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date)) as cases,
	report.known(k.accused, a.accused) as accused, report.known(k.accused, a.arrested) as arrested,
	report.known(k.accused, a.interim_bail) as interim_bail, report.known(k.accused, a.innocent) as innocent,
	report.known(k.accused, a.convicted) as convicted, report.known(k.accused, a.custody) as custody,
	report.known(k.accused, a.bail) as bail, report.known(k.accused, a.other_status) as other_status,
	report.known(k.accused, a.arrested_ever) as arrested_ever,
	report.known(k.complaint, (select sum(c.complaints) from report.complaint_day c
		where c.district = $1::text and c.channel = 'vwps' and c.received_on between $2::date and $3::date)) as complaints,
	report.known(k.outreach, o.sessions) as sessions,
	-- where no session has a number, there is none: not zero
	case when o.unrecorded = o.sessions and o.sessions > 0 and o.attended = 0 then null
		else report.known(k.outreach, o.attended) end as attendances,
	report.known(k.referral, (select sum(c.referrals) from report.referral_day c
		where c.district = $1::text and c.referred_on between $2::date and $3::date)) as referrals,
	report.known(k.outreach, o.unrecorded) as unrecorded,
	k.state as coverage, report.days_in(k.whole, $2::date, $3::date) as covered_days, $3::date - $2::date + 1 as days,
	pg_catalog.lower(k.days) as covered_from, pg_catalog.upper(k.days) - 1 as covered_to, k.complaint as complaints_coverage,
	k.outreach as sessions_coverage, k.outreach as attendances_coverage, k.referral as referrals_coverage,
	(select m.late from mature m where m.event = 'case') as cases_provisional,
	(select m.late from mature m where m.event = 'complaint') as complaints_provisional,
	(select m.late from mature m where m.event = 'outreach') as sessions_provisional,
	(select m.late from mature m where m.event = 'outreach') as attendances_provisional,
	(select m.late from mature m where m.event = 'referral') as referrals_provisional
from cover k cross join accused a cross join outreach o
