-- purpose: open rejects by code: how many, how long the oldest is open, how many stations
-- grain: one row per source, severity and code
-- parameters: none
-- returns: source text, feed text, severity text, code text, open bigint, stations bigint, oldest text
-- locks: none
select r.source, r.feed, r.severity, r.code, pg_catalog.count(*) as open,
	pg_catalog.count(distinct r.district || '/' || r.station) as stations, 'run ' || min(r.first_run) as oldest
from etl.reject r
where r.resolved_run is null
group by r.source, r.feed, r.severity, r.code
order by r.source collate "C", r.feed collate "C", r.severity collate "C" desc, r.code collate "C"
