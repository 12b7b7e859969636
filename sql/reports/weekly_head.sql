-- purpose: the head figures of one district's week, beside the week before and the 52 weeks before that week
-- grain: one row
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: registered bigint, registered_before bigint, registered_mean numeric, arrests bigint, arrests_before bigint,
--   challaned bigint, challaned_before bigint, complaints bigint, complaints_before bigint, overdue bigint,
--   mean_weeks integer, overdue_on date, coverage text, covered_days integer, covered_from date, covered_to date,
--   four_weeks_days integer, arrests_coverage text, challaned_coverage text, complaints_coverage text, overdue_coverage text,
--   registered_provisional boolean, arrests_provisional boolean, challaned_provisional boolean, complaints_provisional boolean,
--   overdue_provisional boolean
-- measures: registered=cases_registered, registered_before=cases_registered, registered_mean=cases_registered,
--   arrests=arrests_made, arrests_before=arrests_made, challaned=accused_challaned, challaned_before=accused_challaned,
--   complaints=complaints_received, complaints_before=complaints_received, overdue=challan_overdue, mean_weeks=none,
--   covered_days=none, four_weeks_days=none
-- locks: none
-- covers: case; district $1; week $2
-- within: c.district = $1::text
-- trace: registered = case_day.cases where c.registered_on between $2::date and $2::date + 6
-- trace: registered_before = case_day.cases where c.registered_on between $2::date - 7 and $2::date - 1
-- trace: registered_mean = case_day.cases / mean_weeks where c.registered_on between $2::date - 364 and $2::date - 1 and exists (
--   select from report.covered k
--   cross join lateral (select pg_catalog.date_trunc('week', c.registered_on::timestamp)::date as first) w
--   where k.district = $1::text and k.feed = 'case' and k.whole @> pg_catalog.daterange(w.first, w.first + 6, '[]')
--       and report.district_era($1::text, w.first) = report.district_era($1::text, $2::date + 6))
-- trace: arrests = arrest_day.accused where c.arrested_on between $2::date and $2::date + 6
-- trace: arrests_before = arrest_day.accused where c.arrested_on between $2::date - 7 and $2::date - 1
-- trace: challaned = challan_day.accused where c.challaned_on between $2::date and $2::date + 6
-- trace: challaned_before = challan_day.accused where c.challaned_on between $2::date - 7 and $2::date - 1
-- trace: complaints = complaint_day.complaints where c.received_on between $2::date and $2::date + 6
-- trace: complaints_before = complaint_day.complaints where c.received_on between $2::date - 7 and $2::date - 1
-- trace: overdue = overdue_day.(entered - ended) where c.on_day <= @overdue_on@
--
-- A figure is null where no day of the week is covered by its feed (…_coverage says why). A week of which some days are covered is
-- compared with nothing, nor is one whose week before is not. The mean is that of the covered weeks of the same boundaries
-- (mean_weeks), null under half of 52. Overdue is the stock at the end of overdue_on, the last covered day of the week: null before
-- day 17 of the records, and where the day of a challan is not recorded.
with district as (
	select d.code, d.jurisdiction, $2::date as first, $2::date + 6 as last from ref.district d where d.code = $1::text
), kept as (
	select c.feed, c.existed, c.whole, c.partly, c.horizon from report.covered c
	where c.district = $1::text and c.feed in ('case', 'accused', 'complaint')
), feed as (
	select k.feed, k.whole, report.coverage_state(k.existed, k.whole, k.partly, k.horizon, d.first, d.last) as state,
		k.whole @> pg_catalog.daterange(d.first - 7, d.first - 1, '[]')
			and k.whole @> pg_catalog.daterange(d.first, d.last, '[]') as compared
	from kept k cross join district d
), cover as (
	select f.whole, f.state, f.compared, f.state in ('covered', 'partial') as is_there,
		a.state as accused_state, a.compared as accused_compared, p.state as complaint_state, p.compared as complaint_compared,
		pg_catalog.lower(w.days) as covered_from, pg_catalog.upper(w.days) - 1 as covered_to,
		report.days_in(f.whole, d.first, d.last) as covered_days, report.days_in(f.whole, d.first - 21, d.last) as four_weeks_days
	from feed f
	cross join district d
	cross join lateral (select pg_catalog.range_merge(f.whole * pg_catalog.datemultirange(pg_catalog.daterange(d.first, d.last, '[]')))
		as days) w
	left join feed a on a.feed = 'accused'
	left join feed p on p.feed = 'complaint'
	where f.feed = 'case'
), week as (
	-- the 52 weeks before that are covered, of the boundaries that the district has now
	select x.first::date as first, x.first::date + 6 as last
	from district d
	cross join cover k
	cross join lateral pg_catalog.generate_series((d.first - 364)::timestamp, (d.first - 7)::timestamp, interval '7 days') as x (first)
	where k.whole @> pg_catalog.daterange(x.first::date, x.first::date + 6, '[]')
		and report.district_era(d.code, x.first::date) = report.district_era(d.code, d.last)
), registered as (
	select coalesce(sum(c.cases) filter (where c.registered_on between d.first and d.last), 0)::bigint as now,
		coalesce(sum(c.cases) filter (where c.registered_on between d.first - 7 and d.first - 1), 0)::bigint as before
	from district d
		left join report.case_day c on c.district = d.code and c.registered_on between d.first - 7 and d.last
), mean as (
	select pg_catalog.count(distinct w.first)::integer as weeks, coalesce(sum(c.cases), 0) as cases
	from week w
		left join report.case_day c on c.district = $1::text and c.registered_on between w.first and w.last
), overdue as (
	select coalesce(sum(c.entered - c.ended), 0)::bigint as cases, coalesce(sum(c.unsure - c.settled), 0) as unsure,
		coalesce(sum(c.undated), 0) as undated
	from cover k
		left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
), arrests as (
	select coalesce(sum(c.accused) filter (where c.arrested_on >= d.first), 0)::bigint as now,
		coalesce(sum(c.accused) filter (where c.arrested_on < d.first), 0)::bigint as before
	from district d
		left join report.arrest_day c on c.district = d.code and c.arrested_on between d.first - 7 and d.last
), challans as (
	select coalesce(sum(c.accused) filter (where c.challaned_on >= d.first), 0)::bigint as now,
		coalesce(sum(c.accused) filter (where c.challaned_on < d.first), 0)::bigint as before
	from district d
		left join report.challan_day c on c.district = d.code and c.challaned_on between d.first - 7 and d.last
), complaints as (
	select coalesce(sum(c.complaints) filter (where c.received_on >= d.first), 0)::bigint as now,
		coalesce(sum(c.complaints) filter (where c.received_on < d.first), 0)::bigint as before
	from district d
		left join report.complaint_day c on c.district = d.code and c.received_on between d.first - 7 and d.last
), mature as (
	select m.event, m.days from report.maturity m join district d on d.jurisdiction = m.jurisdiction
), late as (
	select d.last > $3::date - (select m.days from mature m where m.event = 'case') as registered,
		d.last > $3::date - (select m.days from mature m where m.event = 'arrest') as arrests,
		d.last > $3::date - (select m.days from mature m where m.event = 'challan') as challaned,
		d.last > $3::date - (select m.days from mature m where m.event = 'complaint') as complaints
	from district d
)
select case when k.is_there then r.now end as registered, case when k.compared then r.before end as registered_before,
	case when m.weeks >= 26 and k.state = 'covered' then pg_catalog.round(m.cases / m.weeks, 1) end as registered_mean,
	case when k.accused_state in ('covered', 'partial') then a.now end as arrests,
	case when k.accused_compared then a.before end as arrests_before,
	case when k.accused_state in ('covered', 'partial') then h.now end as challaned,
	case when k.accused_compared then h.before end as challaned_before,
	case when k.complaint_state in ('covered', 'partial') then p.now end as complaints,
	case when k.complaint_compared then p.before end as complaints_before,
	case when o.unsure = 0 and (o.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18) then o.cases end as overdue,
	m.weeks as mean_weeks, k.covered_to as overdue_on, k.state as coverage, k.covered_days, k.covered_from, k.covered_to,
	k.four_weeks_days, k.accused_state as arrests_coverage, k.accused_state as challaned_coverage,
	k.complaint_state as complaints_coverage, 'covered'::text as overdue_coverage, l.registered as registered_provisional,
	l.arrests as arrests_provisional, l.challaned as challaned_provisional, l.complaints as complaints_provisional,
	l.challaned as overdue_provisional
from cover k cross join registered r cross join mean m cross join overdue o cross join arrests a cross join challans h
	cross join complaints p cross join late l
