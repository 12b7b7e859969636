-- purpose: whether the database holds generated records
-- grain: one row
-- parameters: none
-- returns: made boolean
-- locks: none
select pg_catalog.to_regclass('demo.settings') is not null as made
