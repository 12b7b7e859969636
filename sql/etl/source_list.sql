-- purpose: every source that is configured or has records in the warehouse
-- grain: one row per source
-- parameters: $1 configured text[], $2 asked text[]
-- returns: source text, configured text, mapping text, facts bigint, rejected bigint, last_run bigint, as_at text, keys text
-- locks: none
select n.source,
	case when n.source = any ($2::text[]) then 'when asked' when n.source = any ($1::text[]) then 'yes' else 'no' end as configured,
	s.mapping,
	coalesce((select sum(c.closing) from (
		select distinct on (f.feed) f.feed, f.closing from etl.run_feed f join etl.run r on r.run_no = f.run_no
		where f.source = n.source and f.feed = any (engine.feeds()) and r.state in ('applied', 'published', 'unchanged')
		order by f.feed, f.run_no desc) c), 0)::bigint as facts,
	(select pg_catalog.count(*) from etl.reject r where r.source = n.source and r.resolved_run is null) as rejected,
	s.last_run,
	pg_catalog.to_char(s.as_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI') as as_at,
	nullif(s.key_domain, s.source) as keys
from (select c.name as source from pg_catalog.unnest($1::text[]) as c (name) union select e.source from etl.source e) n
left join etl.source s on s.source = n.source
order by n.source collate "C"
