-- purpose: the last migration of this database
-- grain: one row, or none before the first migration
-- parameters: none
-- returns: number integer, name text, applied text
-- locks: none
select
	applied.number,
	applied.name,
	pg_catalog.to_char(applied.applied_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' as applied
from etl.migration as applied
order by applied.number desc
limit 1
