-- purpose: enters a feed's rejects into the ledger, closes those that are resolved, and takes rejected rows out of the stage
-- grain: one row
-- parameters: $1 run_no bigint, $2 feed text
-- returns: rejects_enter void
-- locks: writes etl.reject and the stage
select engine.rejects_enter($1::bigint, $2::text)
