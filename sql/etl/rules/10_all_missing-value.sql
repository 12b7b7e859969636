-- purpose: refuses rows that lack a value their fact cannot do without
-- grain: one row; the ledger gets one entry per refusal
-- parameters: $1 run_no bigint
-- returns: refused numeric
-- locks: writes etl.reject
select sum(etl.refuse_missing($1::bigint, f.name)) as refused
from pg_catalog.unnest(etl.feeds()) as f (name)
