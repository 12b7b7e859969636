-- purpose: sizes of the databases that this user may connect to
-- grain: one row per database, templates left out, by name
-- parameters: none
-- returns: name text, size text
-- locks: none
select
	known.datname::text as name,
	pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(known.oid)) as size
from pg_catalog.pg_database as known
where not known.datistemplate
	and pg_catalog.has_database_privilege(known.oid, 'connect')
order by known.datname::text collate "C"
