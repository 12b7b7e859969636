-- purpose: lets other sessions read the same snapshot, and tells it
-- grain: one row
-- parameters: none
-- returns: exported text, snapshot text, at text
-- locks: none
select pg_catalog.pg_export_snapshot() as exported, pg_catalog.pg_current_snapshot()::text as snapshot,
	pg_catalog.transaction_timestamp()::text as at
