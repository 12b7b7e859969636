-- purpose: the days on which cases of a rare offence were registered, and how many days lay between one and the next
-- grain: one row per case, oldest first
-- parameters: $1 jurisdiction text, $2 category text, $3 from date, $4 to date, $5 district text
-- returns: event_no bigint, registered_on date, days_since integer, last_day date, days_open integer
-- measures: event_no=none, days_since=rare_offence_gap, days_open=day on date of registration of the case
-- locks: none
-- covers: case; district $5; days $3 to $4
-- trace: days_since, days_open of case_day.cases where c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.category = $2::text and c.registered_on between $3::date and $4::date and $5::text in ('', c.district)
--
-- Counting unit: cases. Basis: day of registration. days_since is null for the first of the period, where days between are not
-- covered, and 0 for a second one on a day. district '': all of them. days_open: from the last case to last_day, the end of the
-- period or of the records, the same in each row; it is no interval yet.
with cover as (
	select c.whole, least($4::date, c.horizon) as last_on from report.covered c
	where $5::text <> '' and c.jurisdiction = $1::text and c.district = $5::text and c.feed = 'case'
	union all
	select c.whole, least($4::date, c.horizon) from report.covered_all c
	where $5::text = '' and c.jurisdiction = $1::text and c.feed = 'case'
), event as (
	select pg_catalog.row_number() over (order by c.registered_on) as event_no, c.registered_on,
		pg_catalog.lag(c.registered_on) over (order by c.registered_on) as before_on, max(c.registered_on) over () as latest_on
	from (
		select n.registered_on, sum(n.cases) as cases from report.case_day n
		join ref.district d on d.code = n.district and d.jurisdiction = $1::text
		where n.category = $2::text and n.registered_on between $3::date and $4::date and $5::text in ('', n.district)
		group by n.registered_on
	) c
	cross join lateral pg_catalog.generate_series(1, c.cases)
)
select e.event_no, e.registered_on, case when k.whole @> pg_catalog.daterange(e.before_on, e.registered_on, '[]')
		then e.registered_on - e.before_on end as days_since,
	k.last_on as last_day, case when k.whole @> pg_catalog.daterange(e.latest_on, k.last_on, '[]')
		then k.last_on - e.latest_on end as days_open
from event e cross join cover k
order by e.event_no
