-- purpose: complaints of each week of a window (52) up to the end of a quarter, for a control chart; late ones are provisional
-- grain: one row per week, oldest first, zeros included
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date, $5 window integer
-- defaults: window 52
-- returns: week_start date, complaints bigint, provisional boolean, partial boolean, coverage text, era integer
-- measures: complaints=complaints_received, era=none
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: complaints = complaint_day.complaints where c.received_on between pg_catalog.date_trunc('week',
--   ($3::date + interval '3 months') - interval '7 days')::date - 7 * ($5::integer - 1) and
--   pg_catalog.date_trunc('week', ($3::date + interval '3 months') - interval '7 days')::date + 6
-- trace: era said "boundaries of districts, sql/reference/district.csv"
-- row: week_start = pg_catalog.date_trunc('week', c.received_on::timestamp)::date
--
-- Counting unit: complaints. Basis: day of receipt; the last week is the last that ends in the quarter. Null where a day of the week is
-- not covered, in any district when all are asked for. Weeks before the district's present boundaries are null, too.
with week as (
	select g.first::date as first, g.first::date + 6 as last
	from (select pg_catalog.date_trunc('week', ($3::date + interval '3 months') - interval '7 days') as latest) l
	cross join lateral pg_catalog.generate_series(l.latest - interval '7 days' * ($5::integer - 1), l.latest, interval '7 days') as g (first)
), counted as (
	select w.first, sum(n.complaints)::bigint as complaints
	from week w
	join report.complaint_day n on n.received_on between w.first and w.last
	join ref.district d on d.code = n.district and d.jurisdiction = $1::text
	where $2::text in ('all', n.district)
	group by w.first
), cover as (
	select k.first_on, k.state
	from report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'complaint',
		(select pg_catalog.array_agg(x.first order by x.first) from week x),
		(select pg_catalog.array_agg(x.last order by x.first) from week x)) k
), era as (
	select w.first, report.district_era($2::text, w.last) as era,
		report.district_era($2::text, ($3::date + interval '3 months')::date - 1) as present
	from week w
)
select w.first as week_start, case when k.state = 'covered' and e.era = e.present then coalesce(c.complaints, 0) end as complaints,
	w.last > report.mature_to($1::text, 'complaint', $4::date) as provisional, k.state = 'partial' as partial, k.state as coverage, e.era
from week w
join cover k on k.first_on = w.first
join era e on e.first = w.first
left join counted c on c.first = w.first
order by w.first
