-- purpose: every column that the role of this session can read, outside of the server's own schemas
-- grain: one row per column of a table, view or foreign table, in order
-- parameters: none
-- returns: place text, name text, holds text, role text, above boolean, owner boolean, grantees text, allowed text
-- locks: none
--
-- holds: text, number, moment (dates, yes or no, listed words). above: the role is above all rights. place is the quoted
-- name of the table; grantees are those whom the right was given to; name is as it is, and quoted beside it.
select
	pg_catalog.format('%I.%I', n.nspname, c.relname) as place,
	a.attname::text as name,
	case when t.typcategory = 'N' then 'number' when t.typcategory in ('D', 'B', 'T', 'E') then 'moment' else 'text' end as holds,
	current_user::text as role,
	r.rolsuper as above,
	pg_catalog.pg_has_role(c.relowner, 'usage') as owner,
	(select pg_catalog.string_agg(distinct case when e.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.grantee)) end, ', ')
		from (select x.grantee from pg_catalog.aclexplode(c.relacl) x where x.privilege_type = 'SELECT'
			union all select x.grantee from pg_catalog.aclexplode(a.attacl) x where x.privilege_type = 'SELECT') e
		where e.grantee = 0 or pg_catalog.pg_has_role(e.grantee, 'usage')) as grantees,
	pg_catalog.quote_ident(a.attname) as allowed
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type t on t.oid = a.atttypid
join pg_catalog.pg_roles r on r.rolname = current_user
where c.relkind in ('r', 'p', 'v', 'm', 'f')
	and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_(temp|toast_temp)_'
	-- the kit's own tables hold ids and keys
	and not (n.nspname = 'shumar_kit' and c.relname in ('ledger', 'state', 'watched'))
	and pg_catalog.has_schema_privilege(n.oid, 'usage')
	and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')
order by n.nspname collate "C", c.relname collate "C", a.attnum
