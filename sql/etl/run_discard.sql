-- purpose: takes every trace of a dry run out of the ledgers
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: run_discard void
-- locks: writes the ledgers
select engine.run_discard($1::bigint)
