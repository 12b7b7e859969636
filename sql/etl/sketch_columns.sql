-- purpose: a table by its full name, and those of its columns that the role of this session can read
-- grain: one row, or none when there is no such table
-- parameters: $1 name text
-- returns: place text, columns text, hidden bigint
-- locks: none
select pg_catalog.format('%I.%I', n.nspname, c.relname) as place,
	pg_catalog.string_agg(pg_catalog.format('t.%I', a.attname), ', ' order by a.attnum) filter (where r.readable) as columns,
	pg_catalog.count(*) filter (where not r.readable) as hidden
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
cross join lateral (select pg_catalog.has_column_privilege(c.oid, a.attnum, 'select') as readable) r
where c.oid = pg_catalog.to_regclass($1::text)
group by n.nspname, c.relname
