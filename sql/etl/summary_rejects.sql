-- purpose: rejects by code as a run left them: open, opened by it, resolved by it
-- grain: one row per source, feed, severity and code
-- parameters: $1 run_no bigint
-- returns: source text, feed text, severity text, code text, open bigint, new bigint, resolved bigint
-- locks: none
select r.source, r.feed, r.severity, r.code,
	pg_catalog.count(*) filter (where r.resolved_run is null or r.resolved_run > $1::bigint) as open,
	pg_catalog.count(*) filter (where r.first_run = $1::bigint) as new,
	pg_catalog.count(*) filter (where r.resolved_run = $1::bigint) as resolved
from etl.reject r
where r.first_run <= $1::bigint and (r.resolved_run is null or r.resolved_run >= $1::bigint)
group by r.source, r.feed, r.severity, r.code
order by r.source collate "C", r.feed collate "C", r.severity collate "C" desc, r.code collate "C"
