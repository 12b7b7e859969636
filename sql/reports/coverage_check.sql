-- purpose: whether a period is covered in a district, or in the jurisdiction as a whole, and which days are
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 feed text, $4 first_on date, $5 last_on date
-- returns: state text, covered_from date, covered_to date, existed_from date, existed_to date, horizon date
-- locks: none
with cover as (
	select c.existed, c.whole, c.partly, c.horizon from report.covered c
	where $2::text not in ('', 'all') and c.jurisdiction = $1::text and c.district = $2::text and c.feed = $3::text
	union all
	select c.existed, c.whole, c.partly, c.horizon from report.covered_all c
	where $2::text in ('', 'all') and c.jurisdiction = $1::text and c.feed = $3::text
)
select coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $4::date, $5::date), 'not-reported') as state,
	pg_catalog.lower(c.partly) as covered_from, pg_catalog.upper(c.partly) - 1 as covered_to,
	pg_catalog.lower(c.existed) as existed_from, pg_catalog.upper(c.existed) - 1 as existed_to, c.horizon
from (select 1) one
left join cover c on true
