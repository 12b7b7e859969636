-- purpose: which columns a run corrected, and how old the facts were
-- grain: one row per fact and column
-- parameters: $1 run_no bigint
-- returns: fact text, column_name text, facts bigint, oldest text, newest text
-- locks: none
select c.fact, n.name as column_name, pg_catalog.count(*) as facts, min(c.event_on)::text as oldest, max(c.event_on)::text as newest
from engine.changes($1::bigint) c
cross join lateral pg_catalog.unnest(c.columns) as n (name)
where c.how in ('corrected', 'reclassified')
group by c.fact, n.name
order by pg_catalog.array_position(engine.facts(), c.fact), pg_catalog.count(*) desc, n.name collate "C"
