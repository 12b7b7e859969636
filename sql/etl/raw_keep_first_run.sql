-- purpose: closes the refusals of a drop's lines that were read again in this run
-- grain: one row
-- parameters: $1 run_no bigint, $2 source text
-- returns: kept bigint
-- locks: writes etl.reject
with closed as (
	update etl.reject r set cured_run = $1::bigint, cured_how = 'replaced'
	where r.source = $2::text and r.row_key is null and r.cured_run is null and r.first_run < $1::bigint
	returning 1
)
select pg_catalog.count(*) as kept from closed
