-- purpose: police stations of a district that sent nothing for longer than is their habit, and since when
-- grain: one row
-- parameters: $1 district text, $2 week date
-- returns: stations bigint, sending bigint, silent bigint, more bigint, first_en text, first_ur text, first_since date,
--   second_en text, second_ur text, second_since date, third_en text, third_ur text, third_since date
-- measures: stations=station on date of their records, sending=station on date of their records, silent=station on date of their records,
--   more=station on date of their records
-- locks: none
-- covers: case; district $1; week $2
-- within: c.district = $1::text
-- trace: stations, sending, silent, more of case_day.cases where c.registered_on <= $2::date + 6
--
-- A record is a case, an arrest or a challan. A station is silent when at the end of the last covered day of the week it had none for ten
-- times its average wait of the last twelve, and at least four weeks; one with fewer waits is not judged. Silent is also a station of a
-- drop whose file of the week has not come: that is said by the calendar. The longest silent first; more: silent ones beyond three.
with cover as (
	select pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), day as (
	select c.station, c.registered_on as on_day from report.case_day c cross join cover k
	where c.district = $1::text and c.registered_on <= k.covered_to and c.cases > 0
	union
	select c.station, c.arrested_on from report.arrest_day c cross join cover k
	where c.district = $1::text and c.arrested_on <= k.covered_to and c.accused > 0
	union
	select c.station, c.challaned_on from report.challan_day c cross join cover k
	where c.district = $1::text and c.challaned_on <= k.covered_to and c.accused > 0
), wait as (
	select d.station, d.on_day, d.on_day - pg_catalog.lag(d.on_day) over w as days,
		pg_catalog.row_number() over (partition by d.station order by d.on_day desc) as place
	from day d
	window w as (partition by d.station order by d.on_day)
), habit as (
	select w.station, max(w.on_day) as last_on,
		report.silence(sum(w.days) filter (where w.place <= 12), pg_catalog.count(w.days) filter (where w.place <= 12)) as after
	from wait w
	group by w.station
), missing as (
	select pg_catalog.lower(c.station) as station, min(c.from_on) as since
	from report.coverage c
	where c.district = $1::text and c.state = 'missing' and c.station is not null and c.feed = 'case'
		and pg_catalog.daterange(c.from_on, c.to_on, '[]') && pg_catalog.daterange($2::date, $2::date + 6, '[]')
	group by 1
), silent as (
	select h.station, coalesce(m.since, h.last_on + 1) as since, pg_catalog.row_number() over (
		order by coalesce(m.since, h.last_on + 1), h.station collate "C") as place
	from habit h
	cross join cover k
	left join missing m on m.station = pg_catalog.lower(h.station)
	where m.station is not null or k.covered_to - h.last_on > h.after
)
select n.stations, n.stations - n.silent as sending, n.silent, greatest(n.silent - 3, 0) as more,
	a.station as first_en, report.station_ur($1::text, a.station) as first_ur, a.since as first_since,
	b.station as second_en, report.station_ur($1::text, b.station) as second_ur, b.since as second_since,
	c.station as third_en, report.station_ur($1::text, c.station) as third_ur, c.since as third_since
from (select (select pg_catalog.count(*) from habit) as stations, (select pg_catalog.count(*) from silent) as silent) n
left join silent a on a.place = 1
left join silent b on b.place = 2
left join silent c on c.place = 3
