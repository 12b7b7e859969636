-- purpose: the first day of the last period of a kind that is over and covered to its last day, in a district or all of them
-- grain: one row; null where there is none
-- parameters: $1 jurisdiction text, $2 district text, $3 feed text, $4 as_at date, $5 kind text
-- returns: first_on date
-- locks: none
with cover as (
	select c.whole from report.covered c
	where $2::text not in ('', 'all') and c.jurisdiction = $1::text and c.district = $2::text and c.feed = $3::text
	union all
	select c.whole from report.covered_all c
	where $2::text in ('', 'all') and c.jurisdiction = $1::text and c.feed = $3::text
), kind as (
	-- a fiscal year begins in July: six months later it is a year
	select case $5::text when 'fiscal-year' then 'year' else $5::text end as unit,
		case $5::text when 'fiscal-year' then interval '6 months' else interval '0' end as shift,
		case $5::text when 'quarter' then interval '3 months' when 'fiscal-year' then interval '1 year'
			else ('1 ' || $5::text)::interval end as step
), period as (
	select p.first::date as first, (p.first + k.step)::date - 1 as last
	from kind k
	cross join cover c
	cross join lateral (select pg_catalog.date_trunc(k.unit, least(pg_catalog.upper(c.whole) - 1, $4::date)::timestamp + k.shift) - k.shift as latest,
		pg_catalog.lower(c.whole)::timestamp as earliest) b
	cross join lateral pg_catalog.generate_series(b.latest, b.earliest - k.step, -k.step) as p (first)
)
select max(p.first) as first_on
from period p cross join cover c
where p.last <= $4::date and c.whole @> pg_catalog.daterange(p.first, p.last, '[]')
