-- purpose: the sources and up to when their records are known
-- grain: one row per source
-- parameters: none
-- returns: source text, mapping text, jurisdiction text, as_at text, last_run bigint, facts bigint
-- locks: none
select s.source, s.mapping, s.jurisdiction, pg_catalog.to_char(s.as_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI') as as_at,
	s.last_run, (select pg_catalog.sum(f.closing)::bigint from etl.run_feed f
		where f.source = s.source and f.run_no = (select max(g.run_no) from etl.run_feed g join etl.run r on r.run_no = g.run_no
			where g.source = s.source and r.state in ('applied', 'published', 'unchanged'))) as facts
from etl.source s
order by s.source collate "C"
