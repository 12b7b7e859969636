-- purpose: what the action table of a district's week says in sentences: how many stations have cases past day 17, how old they are, and
--   between what their number lay in the year before
-- grain: one row
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 52
-- returns: stations bigint, other_stations bigint, over_90 bigint, lowest bigint, highest bigint,
--   statements_recorded boolean, medicals_recorded boolean
-- measures: stations=station on end of the last covered day of the period, other_stations=station on end of the last covered day of the period,
--   over_90=challan_overdue, lowest=challan_overdue, highest=challan_overdue
-- locks: none
-- covers: case; district $1; week $2
-- within: c.district = $1::text
-- trace: stations, other_stations of overdue_age_day.(entered - ended) where c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'case')
-- trace: over_90 = overdue_age_day.(entered - ended) where c.age_from = 91 and c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'case')
-- trace: lowest, highest of overdue_day.(entered - ended) where c.on_day < $2::date
--
-- Null as overdue of weekly_head. other_stations: beyond the six that weekly_overdue_stations shows. lowest, highest: of
-- the ends of the weeks of the window before, null where any of them is not known. statements_recorded, medicals_recorded: the sources of all cases
-- that are overdue record statements under s.164 CrPC and medical examinations.
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), cell as (
	select c.station, c.age_from, sum(c.entered - c.ended) as cases
	from report.overdue_age_day c cross join cover k
	where c.district = $1::text and c.on_day <= k.covered_to
	group by c.station, c.age_from
), station as (
	select s.station, s.cases, pg_catalog.row_number() over (order by s.cases desc, s.station collate "C") as place
	from (select c.station, sum(c.cases) as cases from cell c group by c.station) s
	where s.cases > 0
), moved as (
	-- by the week at whose end it is counted; all before the first of them in that
	select greatest(pg_catalog.date_trunc('week', c.on_day::timestamp)::date, $2::date - 7 * $4::integer) as first,
		sum(c.entered - c.ended) as cases, sum(c.unsure - c.settled) as unsure
	from report.overdue_day c
	where c.district = $1::text and c.on_day < $2::date
	group by 1
), stock as (
	select w.first::date as first, sum(coalesce(m.cases, 0)) over (order by w.first) as cases,
		sum(coalesce(m.unsure, 0)) over (order by w.first) as unsure
	from pg_catalog.generate_series($2::date - 7 * $4::integer, $2::date - 7, interval '7 days') as w (first)
	left join moved m on m.first = w.first::date
), year as (
	select min(s.cases)::bigint as lowest, max(s.cases)::bigint as highest, max(s.unsure) as unsure from stock s
), unsure as (
	select coalesce(sum(c.unsure - c.settled), 0) as cases, coalesce(sum(c.undated), 0) as undated
	from cover k left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
), recorded as (
	select coalesce(bool_and(f.needs_statement is not null), false) as statements, coalesce(bool_and(f.needs_medical is not null), false) as medicals
	from report.overdue_case f cross join cover k
	where f.district = $1::text and f.overdue_on <= k.covered_to and coalesce(f.left_on > k.covered_to, true)
)
select case when t.known then (select pg_catalog.count(*) from station s) end as stations,
	case when t.known then (select pg_catalog.count(*) from station s where s.place > 6) end as other_stations,
	case when t.known then (select coalesce(sum(c.cases), 0)::bigint from cell c where c.age_from = 91) end as over_90,
	case when t.year_known then y.lowest end as lowest, case when t.year_known then y.highest end as highest,
	r.statements as statements_recorded, r.medicals as medicals_recorded
from cover k cross join year y cross join unsure u cross join recorded r
cross join lateral (select u.cases = 0 and (u.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18) as known,
	y.unsure = 0 and u.undated = 0 and k.whole @> pg_catalog.daterange($2::date - 7 * $4::integer - 18, $2::date - 1, '[]')
		and report.district_era($1::text, $2::date - 7 * $4::integer) = report.district_era($1::text, $2::date + 6) as year_known) t
