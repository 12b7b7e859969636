-- purpose: the days on which cases of a rare offence were registered, and how many days lay between one and the next
-- grain: one row per case, oldest first
-- parameters: $1 jurisdiction text, $2 category text, $3 from date, $4 to date, $5 district text
-- returns: event_no bigint, registered_on date, days_since integer, last_day date, days_open integer
-- measures: event_no=none, days_since=rare_offence_gap, days_open=day on date of registration of the case
-- locks: none
--
-- Counting unit: cases. Basis: day of registration. days_since is null for the first of the period, and 0 for a second one on a day.
-- district '': all of them. days_open: from the last case to the end of the period, the same in each row; it is no interval yet.
select pg_catalog.row_number() over (order by c.registered_on) as event_no, c.registered_on,
	(c.registered_on - pg_catalog.lag(c.registered_on) over (order by c.registered_on))::integer as days_since,
	$4::date as last_day, ($4::date - max(c.registered_on) over ())::integer as days_open
from (
	select n.registered_on, sum(n.cases) as cases from report.case_day n
	join ref.district d on d.code = n.district and d.jurisdiction = $1::text
	where n.category = $2::text and n.registered_on between $3::date and $4::date and $5::text in ('', n.district)
	group by n.registered_on
) c
cross join lateral pg_catalog.generate_series(1, c.cases)
order by event_no
