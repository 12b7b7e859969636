-- purpose: enters how many rows of a feed the source itself counts
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text, $3 feed text, $4 rows bigint
-- returns: none
-- locks: writes etl.run_feed
insert into etl.run_feed as f (run_no, source, feed, extracted, staged, rejected, source_rows)
values ($1::bigint, $2::text, $3::text, 0, 0, 0, $4::bigint)
on conflict (run_no, source, feed) do update set source_rows = excluded.source_rows
