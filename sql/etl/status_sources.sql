-- purpose: the sources: up to when their records are known, how changes are found, and what is wrong with them
-- grain: one row per source
-- parameters: none
-- returns: source text, state text, capture text, as_at text, last_run bigint, full_run_no bigint, facts bigint, open bigint, note text
-- locks: none
select s.source, s.state || coalesce(' since ' || pg_catalog.to_char(s.stale_since, 'YYYY-MM-DD HH24:MI'), '') as state,
	coalesce(s.capture, '?') as capture,
	pg_catalog.to_char(s.as_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI') as as_at, s.last_run, s.full_run as full_run_no,
	(select sum(c.closing)::bigint from (
		select distinct on (f.feed) f.feed, f.closing from etl.run_feed f join etl.run r on r.run_no = f.run_no
		where f.source = s.source and f.feed = any (engine.feeds()) and r.state in ('applied', 'published', 'unchanged')
		order by f.feed, f.run_no desc) c) as facts,
	(select pg_catalog.count(*) from etl.reject r where r.source = s.source and r.resolved_run is null) as open, s.note
from etl.source s
order by s.source collate "C"
