-- purpose: every police station ever seen in a district, with its cases and arrests of the week and its overdue challans
-- grain: one row per station, the most overdue cases first, then the most registered, then by name
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: station text, registered bigint, registered_before bigint, four_weeks bigint, arrests bigint, overdue bigint
-- measures: registered=cases_registered, registered_before=cases_registered, four_weeks=cases_registered, arrests=arrests_made,
--   overdue=challan_overdue
-- locks: none
with cases as (
	select c.station,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date and $2::date + 6), 0)::bigint as registered,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date - 7 and $2::date - 1), 0)::bigint as registered_before,
		coalesce(sum(c.cases) filter (where c.registered_on between $2::date - 21 and $2::date + 6), 0)::bigint as four_weeks,
		-- s.173 CrPC: the challan is due within 14 days and 3 more
		coalesce(sum(c.cases) filter (where c.status in ('FIR', 'UNDERINV') and c.registered_on < $3::date - 17), 0)::bigint as overdue
	from report.case_day c
	where c.district = $1::text
	group by c.station
), arrests as (
	select c.station, sum(c.accused)::bigint as arrests
	from report.arrest_day c
	where c.district = $1::text and c.arrested_on between $2::date and $2::date + 6
	group by c.station
)
select s.station, s.registered, s.registered_before, s.four_weeks, coalesce(a.arrests, 0)::bigint as arrests, s.overdue
from cases s
	left join arrests a on a.station = s.station
order by s.overdue desc, s.registered desc, s.station collate "C"
