-- purpose: cases that mention rape in any section, per district, kind and piece of the periods that a release is made of
-- grain: one row per district, kind and piece with any
-- parameters: $1 jurisdiction text, $2 firsts date[], $3 lasts date[]
-- returns: district text, kind text, first_on date, n bigint
-- feed: case
-- event: case
-- kinds: all
-- protects: persons
-- days: month
-- holds: cases_rape_principal
-- part-of: cases_registered
-- locks: none
with piece as (
	select p.first_on, p.last_on from rows from (pg_catalog.unnest($2::date[]), pg_catalog.unnest($3::date[])) as p (first_on, last_on)
), place as (
	select d.code from ref.district d where d.jurisdiction = $1::text
)
, written as materialized (
	select c.district, c.sections, c.honour, c.domestic, p.first_on, min(c.registered_month) as day, sum(c.cases) as cases
	from report.sections_month c
	join place d on d.code = c.district
	join piece p on c.registered_month between p.first_on and p.last_on
	group by c.district, c.sections, c.honour, c.domestic, p.first_on
), mention as (
	select x.sections, x.honour, x.domestic
	from (select w.sections, w.honour, w.domestic, min(w.day) as day from written w group by w.sections, w.honour, w.domestic) x
	where report.sections_mention(x.sections, x.honour, x.domestic, x.day, 'RAPE')
)
select w.district, 'all' as kind, w.first_on, sum(w.cases)::bigint as n
from written w
join mention m on m.sections = w.sections and m.honour = w.honour and m.domestic = w.domestic
group by w.district, w.first_on
having sum(w.cases) <> 0
