-- purpose: feeds whose source counts other rows than the warehouse has facts and rejected rows of it
-- grain: one row per feed at fault
-- parameters: $1 run_no bigint
-- returns: source text, feed text, source_rows bigint, closing bigint, rejected bigint
-- locks: none
select f.source, f.feed, f.source_rows, f.closing, r.rejected
from etl.run_feed f
cross join lateral (select pg_catalog.count(*) as rejected from etl.reject r
	where r.source = f.source and r.feed = f.feed and r.severity = 'row' and r.resolved_run is null) r
where f.run_no = $1::bigint and f.source_rows is not null and f.source_rows <> f.closing + r.rejected
order by f.source collate "C", f.feed collate "C"
