-- purpose: the six police stations of a district with the most cases past day 17 without a challan at the end of one week
-- grain: one row per station with such a case, most first
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: station_en text, station_ur text, overdue bigint, change bigint
-- measures: overdue=challan_overdue, change=challan_overdue_change
-- locks: none
-- covers: case; district $1; week $2
-- row: station = c.station
-- within: c.district = $1::text
-- trace: overdue = all overdue_age_day.(entered - ended) where c.station = @station@ and c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'case')
-- trace: change = all overdue_age_day.(entered - ended) where c.station = @station@ and c.on_day between $2::date and $2::date + 6
--
-- No row where overdue of weekly_head is null; change null where the week or the one before is not covered.
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), unsure as (
	select coalesce(sum(c.unsure - c.settled), 0) as cases, coalesce(sum(c.undated), 0) as undated
	from cover k left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
), known as (
	select k.covered_to, u.undated = 0 and k.whole @> pg_catalog.daterange($2::date - 19, $2::date + 6, '[]') as compared
	from cover k cross join unsure u
	where u.cases = 0 and (u.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18)
)
select c.station as station_en, report.station_ur($1::text, c.station) as station_ur, sum(c.entered - c.ended)::bigint as overdue,
	case when k.compared then coalesce(sum(c.entered - c.ended) filter (where c.on_day >= $2::date), 0)::bigint end as change
from report.overdue_age_day c
cross join known k
where c.district = $1::text and c.on_day <= k.covered_to
group by c.station, k.compared
having sum(c.entered - c.ended) > 0
order by overdue desc, c.station collate "C"
limit 6
