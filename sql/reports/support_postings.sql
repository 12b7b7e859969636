-- purpose: trained officers and stations of each division at the end of a quarter, and the districts whose stations lack one
-- grain: one row per division, by name
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: division_en text, division_ur text, officers bigint, stations bigint, stations_untrained bigint, districts_en text, districts_ur text,
--   coverage text
-- measures: officers=officers_trained, stations=stations_known, stations_untrained=stations_without_trained
-- locks: none
-- covers: training; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: officers, stations_untrained of training_day.completions where c.completed_on < $3::date + interval '3 months'
-- trace: stations of case_day.cases where c.registered_on < $3::date + interval '3 months'
-- row: division_en = (select d.division from ref.district d where d.code = c.district and d.jurisdiction = $1::text)
--
-- Counting unit: officers, stations; both as in support_trained. districts_…: "Attock 3, Jhelum 1", the districts with stations
-- without a trained officer and how many.
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
), judged as (
	select s.district, exists (select from trained t where t.district = s.district and t.word = s.word) as has_one
	from (select distinct n.district, report.folded(n.station) as word from named n) s
), n as (
	select d.name_en, d.name_ur, d.division, k.state in ('covered', 'partial') or o.officers > 0 as is_there, k.state,
		coalesce(o.officers, 0) as officers,
		(select pg_catalog.count(*) from judged j where j.district = d.code) as stations,
		(select pg_catalog.count(*) from judged j where j.district = d.code and not j.has_one) as without
	from ref.district d
	cross join quarter q
	join report.states($1::text, 'training', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = d.code
	left join (select x.district, sum(x.officers) as officers from officer x group by x.district) o on o.district = d.code
	where d.jurisdiction = $1::text and $2::text in ('all', d.code)
		and (o.officers > 0 or (coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first))
)
select n.division as division_en,
	coalesce((select min(d.name_ur) from ref.district d where d.name_en = n.division and d.jurisdiction = $1::text), n.division) as division_ur,
	(sum(n.officers) filter (where n.is_there))::bigint as officers,
	case when bool_and(r.any_station) then sum(n.stations)::bigint end as stations,
	case when bool_and(r.any_station) then (sum(n.without) filter (where n.is_there))::bigint end as stations_untrained,
	case when bool_and(r.any_station) then pg_catalog.string_agg(n.name_en || ' ' || n.without, ', ' order by n.name_en collate "C")
		filter (where n.is_there and n.without > 0) end as districts_en,
	case when bool_and(r.any_station) then pg_catalog.string_agg(n.name_ur || ' ' || n.without, '، ' order by n.name_en collate "C")
		filter (where n.is_there and n.without > 0) end as districts_ur,
	case when bool_and(n.state in ('covered', 'did-not-exist')) then 'covered' when bool_or(n.is_there) then 'partial' else min(n.state) end as coverage
from n cross join recorded r
group by n.division
order by n.division collate "C"
