-- purpose: enters a feed's refusals into the ledger, closes those that are resolved, and takes rejected rows out of the stage
-- grain: one row
-- parameters: $1 run_no bigint, $2 feed text
-- returns: refusals_enter void
-- locks: writes etl.reject and the stage
select engine.refusals_enter($1::bigint, $2::text)
