-- purpose: cases registered in each of the 26 weeks up to one week of a district; weeks whose late entries are still coming are provisional
-- grain: one row per week, oldest first
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: week_start date, cases bigint, provisional boolean
-- measures: cases=cases_registered
-- locks: none
select w.week_start::date as week_start,
	coalesce(sum(c.cases), 0)::bigint as cases,
	w.week_start::date + 6 > $3::date - 14 as provisional
from pg_catalog.generate_series($2::date - 7 * 25, $2::date, interval '7 days') as w (week_start)
	left join report.case_day c
		on c.district = $1::text and c.registered_on between w.week_start::date and w.week_start::date + 6
group by w.week_start
order by w.week_start
