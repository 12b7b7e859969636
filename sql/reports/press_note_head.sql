-- purpose: the figures of a press note on the cases that came through the Virtual Women Police Station (VWPS)
-- grain: one row
-- parameters: $1 district text, $2 from date, $3 to date
-- returns: cases bigint, accused bigint, arrested bigint, interim_bail bigint, innocent bigint, convicted bigint,
--   custody bigint, bail bigint, other_status bigint, arrested_ever bigint, complaints bigint, sessions bigint,
--   attendances bigint, referrals bigint, unrecorded bigint
-- measures: cases=cases_registered, accused=accused_named, arrested=accused_arrested, interim_bail=accused_interim_bail,
--   innocent=accused_innocent, convicted=accused_convicted, custody=accused_custody, bail=accused_bail,
--   other_status=accused_other_status, arrested_ever=accused_arrested_ever, complaints=complaints_received,
--   sessions=outreach_sessions, attendances=outreach_attendances,
--   referrals=referrals_made, unrecorded=session on date of the event
-- locks: none
with accused as (
	select coalesce(sum(c.accused), 0)::bigint as accused,
		coalesce(sum(c.accused) filter (where c.status = 'ARRESTED'), 0)::bigint as arrested,
		coalesce(sum(c.accused) filter (where c.status = 'INTERIM_BAIL'), 0)::bigint as interim_bail,
		coalesce(sum(c.accused) filter (where c.status = 'INNOCENT'), 0)::bigint as innocent,
		coalesce(sum(c.accused) filter (where c.status = 'CONVICTED'), 0)::bigint as convicted,
		coalesce(sum(c.accused) filter (where c.status = 'JUDICIAL'), 0)::bigint as custody,
		coalesce(sum(c.accused) filter (where c.status = 'BAIL'), 0)::bigint as bail,
		-- by the date of arrest, whatever the status is now
		coalesce(sum(c.arrested_ever), 0)::bigint as arrested_ever
	from report.accused_day c
	where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
)
select
	(select coalesce(sum(c.cases), 0)::bigint
		from report.case_day c
		where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date) as cases,
	a.accused, a.arrested, a.interim_bail, a.innocent, a.convicted, a.custody, a.bail,
	a.accused - a.arrested - a.interim_bail - a.innocent - a.convicted - a.custody - a.bail as other_status,
	a.arrested_ever,
	(select coalesce(sum(c.complaints), 0)::bigint
		from report.complaint_day c
		where c.district = $1::text and c.channel = 'vwps' and c.received_on between $2::date and $3::date) as complaints,
	(select coalesce(sum(c.sessions), 0)::bigint
		from report.outreach_day c
		where c.district = $1::text and c.held_on between $2::date and $3::date) as sessions,
	-- where no session has a number, there is none: not zero
	(select case when sum(c.sessions) > 0 and sum(c.unrecorded) = sum(c.sessions) and sum(c.attended_women + c.attended_men) = 0
			then null else coalesce(sum(c.attended_women + c.attended_men), 0)::bigint end
		from report.outreach_day c
		where c.district = $1::text and c.held_on between $2::date and $3::date) as attendances,
	(select coalesce(sum(c.referrals), 0)::bigint
		from report.referral_day c
		where c.district = $1::text and c.referred_on between $2::date and $3::date) as referrals,
	(select coalesce(sum(c.unrecorded), 0)::bigint
		from report.outreach_day c
		where c.district = $1::text and c.held_on between $2::date and $3::date) as unrecorded
from accused a
