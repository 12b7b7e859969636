-- purpose: enters how many rows a feed of a source gave, and how many keys its ledger noted
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text, $3 feed text, $4 extracted bigint, $5 keys_deleted bigint
-- returns: none
-- locks: writes etl.run_feed
insert into etl.run_feed as f (run_no, source, feed, extracted, staged, rejected, keys_deleted)
values ($1::bigint, $2::text, $3::text, $4::bigint, $4::bigint, 0, $5::bigint)
on conflict (run_no, source, feed) do update
set extracted = f.extracted + excluded.extracted, staged = f.staged + excluded.staged, keys_deleted = f.keys_deleted + excluded.keys_deleted
