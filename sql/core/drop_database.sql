-- purpose: the statement that drops a database, which cannot itself take a parameter
-- grain: one row, or none when there is no such database
-- parameters: $1 name text
-- returns: statement text
-- locks: none
select pg_catalog.format('drop database %I', $1::text) as statement
where exists (select from pg_catalog.pg_database as known where known.datname = $1::text)
