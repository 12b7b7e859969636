-- purpose: how many stations and FIRs a figure of accused persons is made by, and how many are of one FIR, of districts and divisions
-- grain: one row per place, kind and period with any
-- parameters: $1 jurisdiction text, $2 firsts date[], $3 lasts date[]
-- returns: place text, kind text, first_on date, last_on date, stations bigint, cases bigint, largest bigint
-- locks: none
with span as (
	select p.first_on, p.last_on from rows from (pg_catalog.unnest($2::date[]), pg_catalog.unnest($3::date[])) as p (first_on, last_on)
), place as (
	select d.code as district, d.code as place from ref.district d where d.jurisdiction = $1::text
	union all
	select d.code, 'division:' || pg_catalog.replace(d.division, ' ', '-') from ref.district d
	where d.jurisdiction = $1::text and d.division <> ''
), fir as (
	select a.case_key, a.district, a.station, k.kind, s.first_on, s.last_on, count(*) as accused
	from engine.known_accused a
	join span s on a.registered_on between s.first_on and s.last_on
	cross join lateral pg_catalog.unnest(array['all',
		case when a.channel = 'vwps' then 'channel:vwps' else 'channel:other' end,
		case when a.channel = 'vwps' then 'vwps:' || a.status else 'other:any' end]) as k (kind)
	where a.district in (select p.district from place p)
	group by 1, 2, 3, 4, 5, 6
)
select p.place, f.kind, f.first_on, f.last_on, count(distinct (f.district, f.station)) as stations,
	count(distinct f.case_key) as cases, max(f.accused) as largest
from fir f
join place p on p.district = f.district
group by 1, 2, 3, 4
