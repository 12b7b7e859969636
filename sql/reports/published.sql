-- purpose: what reports of a jurisdiction may print: the run, and the moment its records are known to, with what its zone was ahead of UTC then
-- grain: one row, none when nothing was published for the jurisdiction by then
-- parameters: $1 jurisdiction text
-- returns: run_no bigint, as_at_s bigint, zone_s bigint, applied_run bigint, doubtful boolean, stale boolean
-- locks: none
select p.run_no,
	pg_catalog.floor(extract(epoch from p.as_at))::bigint as as_at_s,
	p.zone_s,
	p.applied_run,
	p.doubtful,
	p.stale
from report.published p
where p.jurisdiction = $1::text
	and p.as_at is not null
