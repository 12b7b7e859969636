-- purpose: whether the source kit is in this database; works where it is not, and for whoever may not read it
-- grain: one row
-- parameters: none
-- returns: installed boolean, version integer, readable boolean
-- locks: none
--
-- readable is false when the kit is there but this role may not read it: "grant shumar_reader to <role>" is missing.
select
	count(c.oid) = 3 as installed,
	substring(min(obj_description(n.oid, 'pg_namespace')) from 'version ([0-9]+)$')::integer as version,
	count(c.oid) = 3 and bool_and(has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')) as readable
from pg_namespace as n
join pg_class as c on c.relnamespace = n.oid and c.relname in ('ledger', 'state', 'watched')
where n.nspname = 'shumar_kit'
