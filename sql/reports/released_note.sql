-- purpose: the figures of a press note on the cases of a district's Virtual Women Police Station (VWPS), as a release has them
-- grain: one row
-- parameters: $1 district text, $2 from date, $3 to date
-- returns: cases bigint, cases_coverage text, cases_provisional boolean, accused bigint, accused_coverage text,
--   arrested bigint, arrested_coverage text, interim_bail bigint, interim_bail_coverage text, innocent bigint, innocent_coverage text,
--   convicted bigint, convicted_coverage text, custody bigint, custody_coverage text, bail bigint, bail_coverage text,
--   other_status bigint, other_status_coverage text, arrested_ever bigint, arrested_ever_coverage text, statuses text,
--   complaints bigint, complaints_coverage text, complaints_provisional boolean, sessions bigint, sessions_coverage text,
--   sessions_provisional boolean, attendances bigint, attendances_coverage text, attendances_provisional boolean, unrecorded bigint,
--   unrecorded_coverage text, referrals bigint, referrals_coverage text, referrals_provisional boolean, coverage text,
--   covered_days integer, days integer, covered_from date, covered_to date, withheld boolean
-- measures: cases=cases_registered, accused=accused_named, arrested=accused_arrested, interim_bail=accused_interim_bail,
--   innocent=accused_innocent, convicted=accused_convicted, custody=accused_custody, bail=accused_bail,
--   other_status=accused_other_status, arrested_ever=accused_arrested_ever, complaints=complaints_received,
--   sessions=outreach_sessions, attendances=outreach_attendances, unrecorded=session on date of the event,
--   referrals=referrals_made, covered_days=none, days=none
-- locks: none
-- covers: case
-- reads: released
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
-- statuses: 'known' when every status is published, 'withheld' when one is withheld, else 'missing'. other_status is the sum of the
-- statuses without a column of their own, and withheld where one of them is.
with figure as (
	select f.measure, f.kind, f.value, f.coverage, f.provisional
	from released.figure f
	where f.place = $1::text and f.first_on = $2::date and f.last_on = $3::date
), status as (
	select s.code, f.value, f.coverage
	from ref.accused_status s
	left join figure f on f.measure = 'accused_named' and f.kind = 'vwps:' || s.code
), other as (
	select case when bool_and(s.value is not null) then sum(s.value)::bigint end as value,
		case when bool_or(s.coverage = 'hidden') then 'hidden' else min(s.coverage) end as coverage
	from status s
	where s.code not in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED', 'JUDICIAL', 'BAIL') and s.coverage is not null
), known as (
	select case when bool_or(s.coverage = 'hidden') then 'withheld'
		when bool_and(s.value is not null) filter (where s.coverage is not null) then 'known' else 'missing' end as statuses
	from status s
), said as (
	select max(f.value) filter (where f.name = 'coverage') as coverage, max(f.value) filter (where f.name = 'covered_days') as covered_days,
		max(f.value) filter (where f.name = 'covered_from') as covered_from, max(f.value) filter (where f.name = 'covered_to') as covered_to
	from released.fact f
)
select c.value as cases, c.coverage as cases_coverage, c.provisional as cases_provisional, n.value as accused, n.coverage as accused_coverage,
	a.value as arrested, a.coverage as arrested_coverage, i.value as interim_bail, i.coverage as interim_bail_coverage,
	o.value as innocent, o.coverage as innocent_coverage, g.value as convicted, g.coverage as convicted_coverage,
	j.value as custody, j.coverage as custody_coverage, b.value as bail, b.coverage as bail_coverage,
	x.value as other_status, x.coverage as other_status_coverage, e.value as arrested_ever, e.coverage as arrested_ever_coverage, k.statuses,
	p.value as complaints, p.coverage as complaints_coverage, p.provisional as complaints_provisional,
	t.value as sessions, t.coverage as sessions_coverage, t.provisional as sessions_provisional,
	-- where no session has a number, there is none: not zero
	case when u.value = t.value and t.value > 0 and d.value = 0 then null else d.value end as attendances, d.coverage as attendances_coverage,
	d.provisional as attendances_provisional, u.value as unrecorded, u.coverage as unrecorded_coverage,
	r.value as referrals, r.coverage as referrals_coverage, r.provisional as referrals_provisional,
	s.coverage, s.covered_days::integer as covered_days, $3::date - $2::date + 1 as days, s.covered_from::date as covered_from,
	s.covered_to::date as covered_to, exists (select from figure f where f.coverage = 'hidden') as withheld
from said s cross join other x cross join known k
left join figure c on c.measure = 'cases_registered' and c.kind = 'channel:vwps'
left join figure n on n.measure = 'accused_named' and n.kind = 'channel:vwps'
left join status a on a.code = 'ARRESTED'
left join status i on i.code = 'INTERIM_BAIL'
left join status o on o.code = 'INNOCENT'
left join status g on g.code = 'CONVICTED'
left join status j on j.code = 'JUDICIAL'
left join status b on b.code = 'BAIL'
left join figure e on e.measure = 'accused_arrested_ever' and e.kind = 'channel:vwps'
left join figure p on p.measure = 'complaints_received' and p.kind = 'channel:vwps'
left join figure t on t.measure = 'outreach_sessions' and t.kind = 'all'
left join figure d on d.measure = 'outreach_attendances' and d.kind = 'all'
left join figure u on u.measure = 'outreach_unrecorded' and u.kind = 'all'
left join figure r on r.measure = 'referrals_made' and r.kind = 'all'
