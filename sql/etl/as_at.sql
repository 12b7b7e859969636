-- purpose: records are known up to the time of this snapshot
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select pg_catalog.transaction_timestamp() as as_at
