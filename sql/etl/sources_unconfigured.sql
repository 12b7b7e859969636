-- purpose: sources of which the warehouse has facts and that the configuration does not have
-- grain: one row per source
-- parameters: $1 configured text[]
-- returns: source text, facts bigint
-- locks: none
select s.source, sum(c.closing)::bigint as facts
from etl.source s
cross join lateral (
	select distinct on (f.feed) f.feed, f.closing from etl.run_feed f join etl.run r on r.run_no = f.run_no
	where f.source = s.source and f.feed = any (engine.feeds()) and r.state in ('applied', 'published', 'unchanged')
	order by f.feed, f.run_no desc) c
where s.source <> all ($1::text[])
group by s.source
having sum(c.closing) > 0
order by s.source collate "C"
