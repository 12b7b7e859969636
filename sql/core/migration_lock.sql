-- purpose: waits until no other program migrates this database, and keeps others waiting
-- grain: one row
-- parameters: $1 key bigint
-- returns: locked boolean
-- locks: advisory lock $1, exclusive, until it is given back or the session ends
select true as locked
from pg_catalog.pg_advisory_lock($1::bigint)
