-- purpose: ends a session that a killed run left behind, and waits until it is gone
-- grain: one row
-- parameters: $1 backend integer
-- returns: gone boolean
-- locks: none
select pg_catalog.pg_terminate_backend($1::integer, 20000) as gone
