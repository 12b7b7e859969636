-- purpose: takes away entries of the reject ledger that were closed more than so many days ago; open ones are kept
-- grain: one row
-- parameters: $1 keep_days integer
-- returns: pruned bigint
-- locks: writes etl.reject and etl.reject_pruned
select engine.rejects_prune($1::integer) as pruned
