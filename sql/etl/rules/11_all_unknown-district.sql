-- purpose: refuses rows of a district that the jurisdiction of their source does not have
-- grain: one row; the ledger gets one entry per refusal
-- parameters: $1 run_no bigint
-- returns: refused numeric
-- locks: writes etl.reject
select sum(etl.refuse_unknown_district($1::bigint, f.name)) as refused
from pg_catalog.unnest(array['case', 'complaint', 'outreach', 'referral', 'training']) as f (name)
