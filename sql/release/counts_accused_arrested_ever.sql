-- purpose: accused persons ever arrested, by day of registration of their case, per district, kind and piece of the periods that a release is made of
-- grain: one row per district, kind and piece with any
-- parameters: $1 jurisdiction text, $2 firsts date[], $3 lasts date[]
-- returns: district text, kind text, first_on date, n bigint
-- feed: accused
-- event: arrest
-- kinds: vwps
-- protects: persons
-- part-of: accused_named
-- all-of: vwps:ARRESTED, vwps:JUDICIAL, vwps:BAIL
-- some-of: vwps:CONVICTED, vwps:ACQUITTED, vwps:DISCHARGED, vwps:DIED, vwps:PO
-- locks: none
with piece as (
	select p.first_on, p.last_on from rows from (pg_catalog.unnest($2::date[]), pg_catalog.unnest($3::date[])) as p (first_on, last_on)
), place as (
	select d.code from ref.district d where d.jurisdiction = $1::text
)
select c.district, case when c.channel = 'vwps' then 'channel:vwps' else 'channel:other' end as kind, p.first_on, sum(c.arrested_ever)::bigint as n
from report.accused_day c
join place d on d.code = c.district
join piece p on c.registered_on between p.first_on and p.last_on
group by 1, 2, 3
having sum(c.arrested_ever) <> 0
