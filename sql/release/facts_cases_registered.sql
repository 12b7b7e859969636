-- purpose: how many stations a figure of cases is made by, of districts and divisions
-- grain: one row per place, kind and period with any
-- parameters: $1 jurisdiction text, $2 firsts date[], $3 lasts date[]
-- returns: place text, kind text, first_on date, last_on date, stations bigint, cases bigint, largest bigint
-- locks: none
--
-- A case is its own FIR: stations alone can be too few.
with span as (
	select p.first_on, p.last_on from rows from (pg_catalog.unnest($2::date[]), pg_catalog.unnest($3::date[])) as p (first_on, last_on)
), place as (
	select d.code as district, d.code as place from ref.district d where d.jurisdiction = $1::text
	union all
	select d.code, 'division:' || pg_catalog.replace(d.division, ' ', '-') from ref.district d
	where d.jurisdiction = $1::text and d.division <> ''
), made as (
	select c.district, c.station, k.kind, s.first_on, s.last_on
	from report.case_day c
	join ref.category g on g.code = c.category
	join span s on c.registered_on between s.first_on and s.last_on
	cross join lateral pg_catalog.unnest(array['all', 'group:' || g.parent, c.category,
		case when c.channel = 'vwps' then 'channel:vwps' else 'channel:other' end]) as k (kind)
	group by 1, 2, 3, 4, 5
	having sum(c.cases) > 0
)
select p.place, m.kind, m.first_on, m.last_on, count(distinct (m.district, m.station)) as stations,
	null::bigint as cases, null::bigint as largest
from made m
join place p on p.district = m.district
group by 1, 2, 3, 4
