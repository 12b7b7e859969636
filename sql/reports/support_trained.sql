-- purpose: officers specially trained up to the end of a quarter, and stations that have one, in a district or all of them
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: officers bigint, officers_new bigint, completions bigint, placed bigint, stations bigint, stations_trained bigint,
--   stations_untrained bigint, coverage text, covered_days integer, days integer, provisional boolean
-- measures: officers=officers_trained, officers_new=officers_trained, completions=completion on date of completion,
--   placed=officers_trained, stations=stations_known, stations_trained=stations_with_trained, stations_untrained=stations_without_trained,
--   covered_days=none, days=none
-- locks: none
-- covers: training; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: officers, officers_new, placed, stations_trained, stations_untrained of training_day.completions where c.completed_on <
--   $3::date + interval '3 months'
-- trace: completions = training_day.completions where c.completed_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: stations of case_day.cases where c.registered_on < $3::date + interval '3 months'
-- trace: covered_days, days said "coverage of the feed training"
--
-- Counting unit: officers, each once however many courses; stations. An officer is trained from the day of the first course on, and
-- counted where the last course found her or him posted. placed: officers whose station is recorded; where there are none, stations
-- are null. Stations are those of the reference list, those with a case in the two years up to the end of the quarter, and those
-- of trained officers, by folded names.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), place as (
	select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)
), officer as (
	select t.district, t.station, t.first_on, t.officers from report.trained_officers t join place p on p.code = t.district cross join quarter q
	where t.first_on <= q.last
), trained as (
	select distinct o.district, report.folded(o.station) as word from (select distinct x.district, x.station from officer x where x.station is not null) o
), station as (
	select distinct s.district, report.folded(s.station) as word
	from (
		select l.district, l.name as station from ref.station l join place p on p.code = l.district where l.jurisdiction = $1::text
		union
		select c.district, c.station from report.case_day c join place p on p.code = c.district cross join quarter q
		where c.registered_on between (q.last - interval '2 years')::date and q.last
		group by c.district, c.station having sum(c.cases) > 0
	) s
	union
	select t.district, t.word from trained t
), n as (
	select coalesce(sum(o.officers), 0) as officers, coalesce(sum(o.officers) filter (where o.first_on >= q.first), 0) as officers_new,
		coalesce(sum(o.officers) filter (where o.station is not null), 0) as placed
	from quarter q left join officer o on true
), stations as (
	select pg_catalog.count(*) as stations, pg_catalog.count(t.word) as trained
	from station s left join trained t on t.district = s.district and t.word = s.word
), done as (
	select coalesce(sum(c.completions), 0) as completions
	from report.training_day c join place p on p.code = c.district cross join quarter q
	where c.completed_on between q.first and q.last
)
select case when k.state in ('covered', 'partial') then n.officers::bigint end as officers, report.known(k.state, n.officers_new) as officers_new,
	report.known(k.state, d.completions) as completions, case when k.state in ('covered', 'partial') then n.placed::bigint end as placed,
	case when n.placed > 0 then s.stations end as stations, case when n.placed > 0 then s.trained end as stations_trained,
	case when n.placed > 0 then s.stations - s.trained end as stations_untrained, k.state as coverage, k.covered_days, k.days,
	q.last > report.mature_to($1::text, 'training', $4::date) as provisional
from quarter q cross join n cross join stations s cross join done d
cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'training',
	array[q.first], array[q.last]) k
