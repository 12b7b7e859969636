-- purpose: takes an advisory lock for the session, or says that another session holds it
-- grain: one row
-- parameters: $1 key bigint
-- returns: got boolean
-- locks: advisory lock $1, exclusive, until it is given back or the session ends
select pg_catalog.pg_try_advisory_lock($1::bigint) as got
