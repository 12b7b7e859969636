-- purpose: every figure of the weekly page of DISTRICT for the week from WEEK on, counted from the source and not the warehouse
-- grain: one row per figure, station and week of the chart: what, name, values
-- parameters: the words DISTRICT and WEEK are replaced
-- returns: what text, name text, values text
-- locks: none
--
-- Written from docs/definitions.md and the source's own tables; shares no line with mapping, facts, cubes or datasets.
with asked as (
	select 'DISTRICT'::text as district, date 'WEEK' as first, date 'WEEK' + 6 as last
), entry as (
	select entered_at from psrms.firs union all select entered_at from psrms.accused_persons
	union all select entered_at from psrms.arrests union all select entered_at from psrms.challans
	union all select entered_at from psrms.court_outcomes union all select entered_at from psrms.vwps_complaints
	union all select entered_at from psrms.outreach_events union all select entered_at from psrms.referrals
	union all select entered_at from psrms.trainings
), known as (
	select (max(entered_at) at time zone 'Asia/Karachi')::date as last from entry
), register as (
	select s.code || ' ' || f.year || ' ' || ltrim(split_part(f.fir_no, '/', 1), '0') as number, s.district, s.station_name as station,
		f.fir_id, f.registered_at, (f.registered_at at time zone 'Asia/Karachi')::date as day, f.status, f.status_on
	from psrms.firs f join psrms.police_stations s on s.ps_id = f.ps_id
), fir as (
	-- of two FIRs of one number the one registered first is counted
	select distinct on (r.number) r.* from register r, known k
	where r.day between '1990-01-01' and k.last
	order by r.number, r.registered_at, r.fir_id
), accused as (
	select f.number, f.district, f.station, f.day,
		(select min(x.arrested_on) from psrms.arrests x where x.accused_id = a.accused_id) as arrested,
		(select min(x.submitted_on) from psrms.challans x where x.accused_id = a.accused_id) as challaned
	from psrms.accused_persons a
	join register r on r.fir_id = a.fir_id
	join fir f on f.number = r.number
), milestone as (
	-- a date that cannot be is none
	select a.number, a.district, a.station, case when a.arrested between a.day and k.last then a.arrested end as arrested_on,
		case when a.challaned between a.day and k.last then a.challaned end as challaned_on
	from accused a, known k
), late as (
	select f.district, f.station, f.number, least(q.last, k.last) - f.day as days
	from fir f, asked q, known k
	where f.day < least(q.last, k.last) - 17
		and not exists (select from milestone m where m.number = f.number and m.challaned_on <= least(q.last, k.last))
		and not (f.status in ('Cancelled', 'Untraced', 'Transferred') and f.status_on <= least(q.last, k.last))
), overdue as (
	select l.district, l.station, count(*) as n from late l group by l.district, l.station
), of_station as (
	select s.station_name as station,
		(select count(*) from fir f where f.district = q.district and f.station = s.station_name and f.day between q.first and q.last) as registered,
		(select count(*) from fir f where f.district = q.district and f.station = s.station_name
			and f.day between q.first - 7 and q.first - 1) as before,
		(select count(*) from fir f where f.district = q.district and f.station = s.station_name
			and f.day between q.first - 21 and q.last) as four_weeks,
		(select count(*) from milestone m where m.district = q.district and m.station = s.station_name
			and m.arrested_on between q.first and q.last) as arrests,
		coalesce((select sum(o.n) from overdue o where o.district = q.district and o.station = s.station_name), 0) as overdue
	from (select distinct f.station as station_name from fir f, asked q where f.district = q.district) s, asked q
)
select 'figure', x.name, coalesce(x.n::text, '')
from asked q, lateral (values
	('registered', (select count(*) from fir f where f.district = q.district and f.day between q.first and q.last)),
	('arrests', (select count(*) from milestone m where m.district = q.district and m.arrested_on between q.first and q.last)),
	-- nothing, where the district did not exist when they were registered
	('in_time', (select count(*) from fir f where f.district = q.district and f.day between q.first - 17 and q.last - 17
			and exists (select from milestone m where m.number = f.number and m.challaned_on <= f.day + 17)
		having q.first - 17 >= coalesce((select d.valid_from from demo.district d where d.code = q.district), '-infinity'))),
	('overdue', (select coalesce(sum(o.n), 0)::bigint from overdue o where o.district = q.district))) as x (name, n)
union all
select 'station', o.station, concat_ws('|', o.registered, o.before,
	-- four weeks are told where the district existed in all of them
	case when q.first - 21 >= coalesce(d.valid_from, '-infinity') then o.four_weeks::text else '' end, o.arrests, o.overdue)
from of_station o, asked q join demo.district d on d.code = q.district
union all
-- where the page has such a channel
select 'channel', w.name, count(*) filter (where (c.received_at at time zone 'Asia/Karachi')::date between q.first and q.last)::text
from asked q
join psrms.vwps_complaints c on c.district = q.district and (c.received_at at time zone 'Asia/Karachi')::date between q.last - 363 and q.last
join (values ('VWPS', 'Virtual Women Police Station'), ('15', 'Helpline 15'), ('1787', 'Helpline 1787'), ('APP', 'Women Safety App'))
	as w (word, name) on w.word = c.channel
group by w.name
union all
select 'age', a.name, (select count(*) from late l, asked q where l.district = q.district and l.days between a.least and a.most)::text
from (values ('18 to 30 days', 18, 30), ('31 to 90 days', 31, 90), ('over 90 days', 91, 100000)) as a (name, least, most)
where exists (select from late l, asked q where l.district = q.district)
union all
select 'oldest', o.station || ' ' || split_part(o.number, ' ', 3) || '/' || split_part(o.number, ' ', 2), o.days::text
from (select l.*, rank() over (order by l.days desc) as place from late l, asked q where l.district = q.district) o
-- those of one day with the tenth may stand for one another
where o.place <= 10 and (select count(*) from late l, asked q where l.district = q.district and l.days >= o.days) <= 10
union all
select 'week', w::date::text, (select count(*) from fir f where f.district = q.district and f.day between w::date and w::date + 6)::text
from asked q, generate_series((q.first - 7 * 51)::timestamp, q.first::timestamp, interval '7 days') w
order by 1, 2
