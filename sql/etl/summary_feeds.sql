-- purpose: what a run did to each feed of each source; the lifecycles, which no source gives, follow from these
-- grain: one row per source and feed
-- parameters: $1 run_no bigint
-- returns: source text, feed text, extracted bigint, staged bigint, rejected bigint, retried bigint, added bigint, changed bigint, deleted bigint
-- locks: none
select f.source, f.feed, f.extracted, f.staged, f.rejected, f.retried, f.added, f.changed, f.deleted
from etl.run_feed f
where f.run_no = $1::bigint and f.feed = any (engine.feeds())
order by f.source collate "C", pg_catalog.array_position(engine.feeds(), f.feed)
