-- purpose: the head figures of one district's week, beside the week before and the window of weeks (52) before it
-- grain: one row
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 52
-- returns: registered bigint, registered_before bigint, registered_mean numeric, arrests bigint, arrests_before bigint,
--   due bigint, in_time bigint, due_before bigint, in_time_before bigint, overdue bigint, overdue_before bigint, overdue_change bigint,
--   mean_weeks integer, overdue_on date, coverage text, covered_days integer, covered_from date, covered_to date,
--   four_weeks_days integer, arrests_coverage text, in_time_coverage text, overdue_coverage text,
--   registered_provisional boolean, arrests_provisional boolean, in_time_provisional boolean, overdue_provisional boolean
-- measures: registered=cases_registered, registered_before=cases_registered, registered_mean=cases_registered,
--   arrests=arrests_made, arrests_before=arrests_made, due=cases_day_17, in_time=challaned_by_day_17, due_before=cases_day_17,
--   in_time_before=challaned_by_day_17, overdue=challan_overdue, overdue_before=challan_overdue,
--   overdue_change=challan_overdue_change, mean_weeks=none,
--   covered_days=none, four_weeks_days=none
-- locks: none
-- covers: case; district $1; week $2
-- within: c.district = $1::text
-- trace: registered = case_day.cases where c.registered_on between $2::date and $2::date + 6
-- trace: registered_before = case_day.cases where c.registered_on between $2::date - 7 and $2::date - 1
-- trace: registered_mean = case_day.cases / mean_weeks where c.registered_on between $2::date - 7 * $4::integer and $2::date - 1 and exists (
--   select from report.covered k
--   cross join lateral (select pg_catalog.date_trunc('week', c.registered_on::timestamp)::date as first) w
--   where k.district = $1::text and k.feed = 'case' and k.whole @> pg_catalog.daterange(w.first, w.first + 6, '[]')
--       and report.district_era($1::text, w.first) = report.district_era($1::text, $2::date + 6))
-- trace: arrests = arrest_day.accused where c.arrested_on between $2::date and $2::date + 6
-- trace: arrests_before = arrest_day.accused where c.arrested_on between $2::date - 7 and $2::date - 1
-- trace: due = due_day.cases where c.due_on between $2::date and $2::date + 6
-- trace: in_time = due_day.in_time where c.due_on between $2::date and $2::date + 6
-- trace: due_before = due_day.cases where c.due_on between $2::date - 7 and $2::date - 1
-- trace: in_time_before = due_day.in_time where c.due_on between $2::date - 7 and $2::date - 1
-- trace: overdue = overdue_day.(entered - ended) where c.on_day <= @overdue_on@
-- trace: overdue_before = overdue_day.(entered - ended) where c.on_day < $2::date
-- trace: overdue_change = overdue_day.(entered - ended) where c.on_day between $2::date and @overdue_on@
--
-- A figure is null where no day of the week is covered by its feed (…_coverage says why). A week of which some days are covered is
-- compared with nothing, nor is one whose week before is not. The mean is that of the covered weeks of the same boundaries
-- (mean_weeks), null under half of the window. Overdue is the stock at the end of overdue_on, the last covered day of the week: null before
-- day 17 of the records, and where the day of a challan is not recorded; overdue_before is that of the day before the week.
-- due: cases whose 17th day fell in the week, in_time: those of them challaned by it; null where the days on which they were
-- registered are not covered, or the day of a challan is not recorded.
with district as (
	select d.code, d.jurisdiction, $2::date as first, $2::date + 6 as last from ref.district d where d.code = $1::text
), kept as (
	select c.feed, c.existed, c.whole, c.partly, c.horizon from report.covered c
	where c.district = $1::text and c.feed in ('case', 'accused')
), feed as (
	select k.feed, k.whole, report.coverage_state(k.existed, k.whole, k.partly, k.horizon, d.first, d.last) as state,
		k.whole @> pg_catalog.daterange(d.first - 7, d.first - 1, '[]')
			and k.whole @> pg_catalog.daterange(d.first, d.last, '[]') as compared
	from kept k cross join district d
), cover as (
	select f.whole, f.state, f.compared, f.state in ('covered', 'partial') as is_there,
		a.state as accused_state, a.compared as accused_compared,
		pg_catalog.lower(w.days) as covered_from, pg_catalog.upper(w.days) - 1 as covered_to,
		report.days_in(f.whole, d.first, d.last) as covered_days, report.days_in(f.whole, d.first - 21, d.last) as four_weeks_days,
		f.whole @> pg_catalog.daterange(d.first - 17, d.last - 17, '[]') as due_covered,
		f.whole @> pg_catalog.daterange(d.first - 24, d.last - 17, '[]') as due_compared
	from feed f
	cross join district d
	cross join lateral (select pg_catalog.range_merge(f.whole * pg_catalog.datemultirange(pg_catalog.daterange(d.first, d.last, '[]')))
		as days) w
	left join feed a on a.feed = 'accused'
	where f.feed = 'case'
), week as (
	-- the weeks of the window that are covered, of the boundaries that the district has now
	select x.first::date as first, x.first::date + 6 as last
	from district d
	cross join cover k
	cross join lateral pg_catalog.generate_series((d.first - 7 * $4::integer)::timestamp, (d.first - 7)::timestamp, interval '7 days') as x (first)
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
		coalesce(sum(c.undated), 0) as undated,
		coalesce(sum(c.entered - c.ended) filter (where c.on_day < $2::date), 0)::bigint as before,
		coalesce(sum(c.unsure - c.settled) filter (where c.on_day < $2::date), 0) as unsure_before
	from cover k
		left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
), unknown as (
	-- of which it is not recorded when they were challaned: they would be past day 17 on the day after it
	select coalesce(sum(c.unsure + c.undated) filter (where c.on_day > d.first), 0) as due,
		coalesce(sum(c.unsure + c.undated) filter (where c.on_day <= d.first), 0) as due_before
	from district d
		left join report.overdue_day c on c.district = d.code and c.on_day between d.first - 6 and d.last + 1
), due as (
	select coalesce(sum(c.cases) filter (where c.due_on >= d.first), 0)::bigint as cases,
		coalesce(sum(c.in_time) filter (where c.due_on >= d.first), 0)::bigint as in_time,
		coalesce(sum(c.cases) filter (where c.due_on < d.first), 0)::bigint as cases_before,
		coalesce(sum(c.in_time) filter (where c.due_on < d.first), 0)::bigint as in_time_before
	from district d
		left join report.due_day c on c.district = d.code and c.due_on between d.first - 7 and d.last
), arrests as (
	select coalesce(sum(c.accused) filter (where c.arrested_on >= d.first), 0)::bigint as now,
		coalesce(sum(c.accused) filter (where c.arrested_on < d.first), 0)::bigint as before
	from district d
		left join report.arrest_day c on c.district = d.code and c.arrested_on between d.first - 7 and d.last
), mature as (
	select m.event, m.days from report.maturity m join district d on d.jurisdiction = m.jurisdiction
), late as (
	select d.last > $3::date - (select m.days from mature m where m.event = 'case') as registered,
		d.last > $3::date - (select m.days from mature m where m.event = 'arrest') as arrests,
		d.last > $3::date - (select m.days from mature m where m.event = 'challan') as challaned
	from district d
)
select case when k.is_there then r.now end as registered, case when k.compared then r.before end as registered_before,
	case when 2 * m.weeks >= $4::integer and k.state = 'covered' then pg_catalog.round(m.cases / m.weeks, 1) end as registered_mean,
	case when k.accused_state in ('covered', 'partial') then a.now end as arrests,
	case when k.accused_compared then a.before end as arrests_before,
	case when t.is_known then h.cases end as due, case when t.is_known then h.in_time end as in_time,
	case when t.was_known then h.cases_before end as due_before, case when t.was_known then h.in_time_before end as in_time_before,
	case when o.unsure = 0 and (o.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18) then o.cases end as overdue,
	case when o.unsure_before = 0 and o.undated = 0 and k.compared and k.whole @> ($2::date - 19) then o.before end as overdue_before,
	case when o.unsure = 0 and o.unsure_before = 0 and o.undated = 0 and k.compared and k.whole @> ($2::date - 19)
		then o.cases - o.before end as overdue_change,
	m.weeks as mean_weeks, k.covered_to as overdue_on, k.state as coverage, k.covered_days, k.covered_from, k.covered_to,
	k.four_weeks_days, k.accused_state as arrests_coverage,
	case when t.is_known then k.accused_state else 'not-reported' end as in_time_coverage, 'covered'::text as overdue_coverage,
	l.registered as registered_provisional, l.arrests as arrests_provisional, l.challaned as in_time_provisional,
	l.challaned as overdue_provisional
from cover k cross join registered r cross join mean m cross join overdue o cross join arrests a cross join due h cross join unknown n
	cross join late l
	cross join lateral (select k.due_covered and k.accused_state in ('covered', 'partial') and n.due = 0 as is_known,
		k.due_compared and k.accused_compared and n.due = 0 and n.due_before = 0 as was_known) t
