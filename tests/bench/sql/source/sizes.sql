-- purpose: what the bench's databases take on the disk
-- grain: one row
-- parameters: none
-- returns: sizes text
-- locks: none
select string_agg(d.datname || ' ' || pg_size_pretty(pg_database_size(d.oid)), ', ' order by d.datname collate "C") as sizes
from pg_database as d
where d.datname ~ '^(source|warehouse|first)_'
