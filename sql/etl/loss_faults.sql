-- purpose: feeds of 1000 facts and more of which a whole reading leaves less than half
-- grain: one row per feed at fault, after the facts were changed
-- parameters: $1 run_no bigint
-- returns: source text, feed text, opening bigint, deleted bigint
-- locks: none
select f.source, f.feed, f.opening, f.deleted
from etl.run_feed f
join stage.source g on g.source = f.source and g.state = 'read' and g.extent in ('whole', 'period')
where f.run_no = $1::bigint and f.feed = any (etl.feeds()) and f.opening >= 1000 and f.deleted * 2 > f.opening
order by f.source collate "C", pg_catalog.array_position(etl.feeds(), f.feed)
