-- purpose: what records cover of given periods, in each district of a jurisdiction and in all of it
-- grain: one row per district and period; district '' is the jurisdiction
-- parameters: $1 jurisdiction text, $2 feed text, $3 firsts date[], $4 lasts date[]
-- returns: district text, first_on date, last_on date, state text
-- locks: none
with span as (
	select s.first_on, s.last_on from rows from (pg_catalog.unnest($3::date[]), pg_catalog.unnest($4::date[])) as s (first_on, last_on)
), covered as materialized (
	select c.district, c.existed, c.whole, c.partly, c.horizon from report.covered c where c.jurisdiction = $1::text and c.feed = $2::text
	union all
	select c.district, c.existed, c.whole, c.partly, c.horizon from report.covered_all c where c.jurisdiction = $1::text and c.feed = $2::text
)
select c.district, s.first_on, s.last_on,
	coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, s.first_on, s.last_on), 'not-reported') as state
from covered c cross join span s
order by c.district collate "C", s.first_on, s.last_on
