-- purpose: arrests, and cases challaned by day 17, in each week of a window (52) up to one week: what is usual of them
-- grain: one row per week, oldest first
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 52
-- returns: week_start date, arrests bigint, in_time bigint, provisional boolean
-- measures: arrests=arrests_made, in_time=challaned_by_day_17
-- locks: none
-- covers: accused; district $1; week $2
-- row: week_start = pg_catalog.date_trunc('week', c.arrested_on::timestamp)::date
-- within: c.district = $1::text
-- trace: arrests = arrest_day.accused where c.arrested_on between $2::date - 7 * ($4::integer - 1) and $2::date + 6
-- trace: in_time = all due_day.in_time where c.due_on between @week_start@::date and @week_start@::date + 6
--
-- Null where the week is not covered, or is of other boundaries than the week asked for; in_time also where the days on which its
-- cases were registered are not, or the day of a challan is not recorded.
with week as (
	select w.first::date as first, w.first::date + 6 as last
	from pg_catalog.generate_series($2::date - 7 * ($4::integer - 1), $2::date, interval '7 days') as w (first)
), cover as (
	select a.whole, f.whole as cases, d.jurisdiction
	from report.covered a
	join report.covered f on f.district = a.district and f.feed = 'case'
	join ref.district d on d.code = a.district
	where a.district = $1::text and a.feed = 'accused'
), arrests as (
	select w.first, sum(c.accused)::bigint as accused
	from week w join report.arrest_day c on c.district = $1::text and c.arrested_on between w.first and w.last
	group by w.first
), due as (
	select w.first, sum(c.in_time)::bigint as in_time
	from week w join report.due_day c on c.district = $1::text and c.due_on between w.first and w.last
	group by w.first
), unknown as (
	select w.first, sum(c.unsure + c.undated) as cases
	from week w join report.overdue_day c on c.district = $1::text and c.on_day between w.first + 1 and w.last + 1
	group by w.first
), era as (
	select w.first, report.district_era($1::text, w.first) = report.district_era($1::text, $2::date + 6) as same from week w
)
select w.first as week_start,
	case when e.same and k.whole @> pg_catalog.daterange(w.first, w.last, '[]') then coalesce(a.accused, 0) end as arrests,
	case when e.same and k.whole @> pg_catalog.daterange(w.first, w.last, '[]')
		and k.cases @> pg_catalog.daterange(w.first - 17, w.last - 17, '[]') and coalesce(u.cases, 0) = 0
		then coalesce(d.in_time, 0) end as in_time,
	w.last > k.mature_to as provisional
from week w
join era e on e.first = w.first
cross join (select c.*, least(report.mature_to(c.jurisdiction, 'arrest', $3::date), report.mature_to(c.jurisdiction, 'challan', $3::date))
	as mature_to from cover c) k
left join arrests a on a.first = w.first
left join due d on d.first = w.first
left join unknown u on u.first = w.first
order by w.first
