-- purpose: takes the rows that the ledger refuses out of the stage
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: removed bigint
-- locks: writes stage tables
select etl.stage_remove_refused($1::bigint) as removed
