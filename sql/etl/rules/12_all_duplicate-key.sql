-- purpose: refuses the second row of the same key
-- grain: one row; the ledger gets one entry per refusal
-- parameters: $1 run_no bigint
-- returns: refused numeric
-- locks: writes etl.reject
select sum(etl.refuse_duplicates($1::bigint, f.name)) as refused
from pg_catalog.unnest(etl.feeds()) as f (name)
