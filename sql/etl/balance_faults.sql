-- purpose: feeds whose facts are not as many as the runs closed with
-- grain: one row per feed at fault
-- parameters: $1 run_no bigint
-- returns: source text, feed text, closing bigint, counted bigint
-- locks: none
select b.source, b.feed, b.closing, b.counted from engine.balance_faults($1::bigint) b
