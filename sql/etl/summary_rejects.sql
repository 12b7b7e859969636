-- purpose: refusals of a run by code
-- grain: one row per source, feed, severity and code
-- parameters: $1 run_no bigint
-- returns: source text, feed text, severity text, code text, entries bigint
-- locks: none
select r.source, r.feed, r.severity, r.code, pg_catalog.count(*) as entries
from etl.reject r
where r.run_no = $1::bigint
group by r.source, r.feed, r.severity, r.code
order by r.source collate "C", r.feed collate "C", r.severity collate "C" desc, r.code collate "C"
