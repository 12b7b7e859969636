-- purpose: brings the control totals of a feed up to date and shows where they do not come out: extracted = staged + rejected
-- grain: one row per source at fault
-- parameters: $1 run_no bigint, $2 feed text
-- returns: source text, feed text, extracted bigint, staged bigint, rejected bigint
-- locks: writes etl.run_feed
select t.source, t.feed, t.extracted, t.staged, t.rejected from engine.feed_totals($1::bigint, $2::text) t
