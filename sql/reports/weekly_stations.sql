-- purpose: every police station ever seen in a district, with its cases and arrests of the week and its overdue challans
-- grain: one row per station, the most overdue cases first, then the most registered, then by name
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 26
-- returns: station_en text, station_ur text, registered bigint, registered_before bigint, four_weeks bigint, arrests bigint, overdue bigint,
--   weeks bigint[]
-- measures: registered=cases_registered, registered_before=cases_registered, four_weeks=cases_registered, arrests=arrests_made,
--   overdue=challan_overdue, weeks=cases_registered
-- locks: none
-- covers: case; district $1; week $2
-- row: station = c.station
-- within: c.district = $1::text
-- trace: registered = case_day.cases where c.registered_on between $2::date and $2::date + 6
-- trace: registered_before = case_day.cases where c.registered_on between $2::date - 7 and $2::date - 1
-- trace: four_weeks = case_day.cases where c.registered_on between $2::date - 21 and $2::date + 6
-- trace: weeks of case_day.cases where c.registered_on between $2::date - 7 * ($4::integer - 1) and $2::date + 6
-- trace: arrests = arrest_day.accused where c.arrested_on between $2::date and $2::date + 6
-- trace: overdue = overdue_day.(entered - ended) where c.on_day < (
--   select pg_catalog.upper(k.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]')))
--   from report.covered k where k.district = $1::text and k.feed = 'case')
--
-- Null as in weekly_head, and for a station whose own file of the period has not come. Overdue is the stock at the end of the last
-- covered day of the week; a station where the day of a challan is not recorded has none. weeks: the cases of each week of the window (the last 26),
-- null where the week is not covered. report.covered leaves out the days of which the file of any station has not come: such a week is
-- null for all stations, whether it is the last of the window or an earlier one.
with feed as (
	select c.feed, c.whole, report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $2::date + 6) as state
	from report.covered c
	where c.district = $1::text and c.feed in ('case', 'accused')
), cover as (
	select f.whole, f.state in ('covered', 'partial') as is_there, a.state in ('covered', 'partial') as accused_there,
		f.whole @> pg_catalog.daterange($2::date - 7, $2::date + 6, '[]') as compared,
		f.whole @> pg_catalog.daterange($2::date - 21, $2::date + 6, '[]') as four_weeks,
		pg_catalog.upper(f.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from feed f left join feed a on a.feed = 'accused'
	where f.feed = 'case'
), silent as (
	select pg_catalog.lower(c.station) as station, bool_or(c.feed = 'case') as cases, bool_or(c.feed = 'accused') as accused
	from report.coverage c
	where c.district = $1::text and c.state = 'missing' and c.station is not null and c.feed in ('case', 'accused')
		and pg_catalog.daterange(c.from_on, c.to_on, '[]') && pg_catalog.daterange($2::date, $2::date + 6, '[]')
	group by 1
), cases as (
	select c.station,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date and $2::date + 6), 0)::bigint as registered,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date - 7 and $2::date - 1), 0)::bigint as registered_before,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date - 21 and $2::date + 6), 0)::bigint as four_weeks
	from report.case_day c
	where c.district = $1::text
	group by c.station
), weekly as (
	select c.station, pg_catalog.date_trunc('week', c.registered_on::timestamp)::date as first, sum(c.cases)::bigint as cases
	from report.case_day c
	where c.district = $1::text and c.registered_on between $2::date - 7 * ($4::integer - 1) and $2::date + 6
	group by 1, 2
), week as (
	select w.first::date as first, k.whole @> pg_catalog.daterange(w.first::date, w.first::date + 6, '[]') as covered
	from cover k cross join pg_catalog.generate_series($2::date - 7 * ($4::integer - 1), $2::date, interval '7 days') as w (first)
), series as (
	select s.station, pg_catalog.array_agg(case when w.covered then coalesce(n.cases, 0) end order by w.first) as weeks
	from (select c.station from cases c) s
	cross join week w
	left join weekly n on n.station = s.station and n.first = w.first
	group by s.station
), overdue as (
	select c.station, sum(c.entered - c.ended)::bigint as cases, sum(c.unsure - c.settled) as unsure, sum(c.undated) as undated
	from report.overdue_day c cross join cover k
	where c.district = $1::text and c.on_day <= k.covered_to
	group by c.station
), arrests as (
	select c.station, sum(c.accused)::bigint as arrests
	from report.arrest_day c
	where c.district = $1::text and c.arrested_on between $2::date and $2::date + 6
	group by c.station
)
select s.station as station_en, report.station_ur($1::text, s.station) as station_ur,
	case when k.is_there and x.cases is not true then s.registered end as registered,
	case when k.compared and x.cases is not true then s.registered_before end as registered_before,
	case when k.four_weeks and x.cases is not true then s.four_weeks end as four_weeks,
	case when k.accused_there and x.accused is not true then coalesce(a.arrests, 0) end as arrests,
	case when coalesce(o.unsure, 0) = 0 and (coalesce(o.undated, 0) = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18)
		and x.cases is not true then coalesce(o.cases, 0) end as overdue,
	w.weeks
from cases s
	cross join cover k
	left join arrests a on a.station = s.station
	left join overdue o on o.station = s.station
	left join series w on w.station = s.station
	left join silent x on x.station = pg_catalog.lower(s.station)
order by overdue desc nulls last, registered desc nulls last, s.station collate "C"
