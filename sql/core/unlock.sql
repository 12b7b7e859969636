-- purpose: gives an advisory lock of the session back
-- grain: one row; held is false when the session did not hold it
-- parameters: $1 key bigint
-- returns: held boolean
-- locks: releases advisory lock $1
select pg_catalog.pg_advisory_unlock($1::bigint) as held
