-- purpose: records of which files the engine was made, in the transaction that makes it
-- grain: one row
-- parameters: $1 sha256 text
-- returns: none
-- locks: row of etl.engine
insert into etl.engine as e (sha256)
values ($1::text)
on conflict (one) do update set sha256 = excluded.sha256, applied_at = now()
