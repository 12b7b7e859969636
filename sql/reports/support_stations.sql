-- purpose: trained officers and stations of each district at the end of a quarter, and the names of stations without one
-- grain: one row per district that existed or where a trained officer serves, by name
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: district text, name_en text, name_ur text, officers bigint, stations bigint, stations_untrained bigint, untrained_en text,
--   untrained_ur text, coverage text
-- measures: officers=officers_trained, stations=stations_known, stations_untrained=stations_without_trained
-- locks: none
-- covers: training; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: officers, stations_untrained of training_day.completions where c.completed_on < $3::date + interval '3 months'
-- trace: stations of case_day.cases where c.registered_on < $3::date + interval '3 months'
-- row: district = c.district
--
-- Counting unit: officers, stations; both as in support_trained. untrained_…: names of the stations without a trained officer, null
-- where there is none, or where no station of a trained officer of the jurisdiction is recorded.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), officer as (
	select t.district, t.station, t.officers from report.trained_officers t cross join quarter q where t.first_on <= q.last
), recorded as (
	select exists (select from officer o where o.station is not null) as any_station
), trained as (
	select distinct o.district, report.folded(o.station) as word from (select distinct x.district, x.station from officer x where x.station is not null) o
), named as (
	select l.district, l.name as station from ref.station l where l.jurisdiction = $1::text and $2::text in ('all', l.district)
	union
	select c.district, c.station from report.case_day c cross join quarter q
	where $2::text in ('all', c.district) and c.registered_on between (q.last - interval '2 years')::date and q.last
	group by c.district, c.station having sum(c.cases) > 0
	union
	select o.district, o.station from officer o where o.station is not null and $2::text in ('all', o.district)
), station as (
	select n.district, report.folded(n.station) as word, min(n.station) as station from named n group by n.district, report.folded(n.station)
), judged as (
	select s.district, s.station, exists (select from trained t where t.district = s.district and t.word = s.word) as has_one from station s
), n as (
	select j.district, pg_catalog.count(*) as stations, pg_catalog.count(*) filter (where not j.has_one) as without,
		pg_catalog.string_agg(j.station, ', ' order by j.station collate "C") filter (where not j.has_one) as untrained_en,
		pg_catalog.string_agg(report.station_ur(j.district, j.station), '، ' order by j.station collate "C") filter (where not j.has_one)
			as untrained_ur
	from judged j group by j.district
)
select d.code as district, d.name_en, d.name_ur,
	case when k.state in ('covered', 'partial') or o.officers > 0 then coalesce(o.officers, 0)::bigint end as officers,
	case when r.any_station then coalesce(n.stations, 0) end as stations,
	case when r.any_station and k.state in ('covered', 'partial') then coalesce(n.without, 0) end as stations_untrained,
	case when r.any_station and k.state in ('covered', 'partial') then n.untrained_en end as untrained_en,
	case when r.any_station and k.state in ('covered', 'partial') then n.untrained_ur end as untrained_ur, k.state as coverage
from ref.district d
cross join quarter q
cross join recorded r
join report.states($1::text, 'training', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = d.code
left join n on n.district = d.code
left join (select x.district, sum(x.officers) as officers from officer x group by x.district) o on o.district = d.code
where d.jurisdiction = $1::text and $2::text in ('all', d.code)
	and (o.officers > 0 or (coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first))
order by d.name_en collate "C", d.code collate "C"
