-- purpose: makes a reference table equal to the rows copied and records their file
-- grain: one row; changed is the number of rows inserted, updated or deleted
-- parameters: $1 table_name text, $2 sha256 text
-- returns: changed bigint
-- locks: rows of ref.$1 and etl.reference
with recorded as (
	insert into etl.reference (name, sha256)
	values ($1::text, $2::text)
	on conflict (name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at
)
select engine.reference_sync($1::text) as changed
