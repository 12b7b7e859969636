-- purpose: whether this database has the ledger of migrations
-- grain: one row
-- parameters: none
-- returns: known boolean
-- locks: none
select pg_catalog.to_regclass('etl.migration') is not null as known
