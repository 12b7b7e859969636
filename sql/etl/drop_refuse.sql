-- purpose: enters the refusals of the files of this run's drops into the ledger, and closes those that are gone
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: drop_refuse void
-- locks: writes etl.reject and raw.present
select etl.drop_refuse($1::bigint)
