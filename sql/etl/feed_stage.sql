-- purpose: enters how many rows a feed of a source gave
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text, $3 feed text, $4 extracted bigint
-- returns: none
-- locks: writes etl.run_feed
insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)
values ($1::bigint, $2::text, $3::text, $4::bigint, $4::bigint, 0)
