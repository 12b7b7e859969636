-- purpose: keeps the coverage that the run has made, and the lags of what it brought
-- grain: one row; changed is the number of spans that are other than before
-- parameters: $1 run_no bigint
-- returns: changed bigint
-- locks: writes etl.coverage and etl.entry_lag
with lags as materialized (
	select engine.lag_enter($1::bigint) as noted
)
select engine.coverage_enter($1::bigint) as changed
from lags
