-- purpose: what the view of mapping_view.sql reads, as the server understood it
-- grain: one row per column, function, table of the server's own, alias and use of a whole row
-- parameters: none
-- returns: kind text, place text, name text, holds text, lacking text
-- locks: none
--
-- kinds: column (place is its table, through views of the source too), function (place is its schema, holds is
-- 'definer' where it has its owner's rights, 'source' where it is the source's own, else 'server'), system (a table of the
-- server's own), alias (a name of a table in the text), row (a whole row is used; place is the view that does).
-- A column of a view that is passed on is that column of the table below; one that is computed is all that the view reads.
-- lacking: the role, where the mapping itself reads a column that the role may not read.
-- Stored rules are text of nodes (nodeToString): ":varattno 0 " is a whole row, ":resorigtbl" where a column comes from.
with recursive rule as (
	select r.ev_class as view, r.oid as rule, r.ev_action::text as tree
	from pg_catalog.pg_rewrite r
	join pg_catalog.pg_class c on c.oid = r.ev_class
	join pg_catalog.pg_namespace n on n.oid = c.relnamespace
	where r.rulename = '_RETURN' and n.nspname not in ('pg_catalog', 'information_schema')
),
read as (
	select r.view, d.refobjid as relation, d.refobjsubid as place
	from rule r
	join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = r.rule
		and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0
	where d.refobjid <> r.view
),
-- where the columns of views come from, if they are passed on as they are; 0 where they are computed
passed as (
	select r.view, a.attnum as place, m.found[2]::pg_catalog.oid as relation, m.found[3]::pg_catalog.int2 as origin
	from rule r
	join pg_catalog.pg_attribute a on a.attrelid = r.view and a.attnum > 0
	cross join lateral pg_catalog.regexp_matches(r.tree,
		':resno ' || a.attnum || ' :resname (\S+) :ressortgroupref \d+ :resorigtbl (\d+) :resorigcol (\d+) ', 'g') m (found)
	where r.view <> pg_catalog.to_regclass('pg_temp.shumar_mapping') and pg_catalog.replace(m.found[1], '\', '') = a.attname
),
below as (
	select p.view, p.place, p.relation, p.origin from passed p where p.relation <> 0
	union
	select a.attrelid, a.attnum, d.relation, d.place
	from pg_catalog.pg_attribute a
	join read d on d.view = a.attrelid and d.view <> pg_catalog.to_regclass('pg_temp.shumar_mapping')
	where a.attnum > 0 and (exists (select from passed p where p.view = a.attrelid and p.place = a.attnum and p.relation = 0)
		or not exists (select from passed p where p.view = a.attrelid and p.place = a.attnum))
	union
	-- a generated column is made of others of its table
	select d.refobjid, f.adnum, d.refobjid, d.refobjsubid
	from pg_catalog.pg_attrdef f
	join pg_catalog.pg_depend d on d.refobjid = f.adrelid and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
		and d.refobjsubid > 0 and d.refobjsubid <> f.adnum
		and ((d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and d.objid = f.oid)
			or (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = f.adrelid and d.objsubid = f.adnum))
),
used (relation, place) as (
	select d.relation, d.place from read d where d.view = pg_catalog.to_regclass('pg_temp.shumar_mapping')
	union
	select b.relation, b.origin from used u join below b on b.view = u.relation and b.place = u.place
),
-- the mapping's view, and the views of which it uses a column that is computed
reader as (
	select r.view, r.rule, r.tree from rule r
	where r.view = pg_catalog.to_regclass('pg_temp.shumar_mapping')
		or exists (select from used u where u.relation = r.view
			and not exists (select from passed p where p.view = u.relation and p.place = u.place and p.relation <> 0))
),
called as (
	select r.view, m.found[1]::pg_catalog.oid as function
	from reader r
	cross join lateral pg_catalog.regexp_matches(r.tree, ':(?:funcid|aggfnoid|winfnoid|opfuncid) ([1-9]\d*) ', 'g') m (found)
	union
	select r.view, coalesce(o.oprcode, d.refobjid)
	from reader r
	join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and d.objid = r.rule
	left join pg_catalog.pg_operator o on d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass and o.oid = d.refobjid
	where d.refclassid in ('pg_catalog.pg_operator'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
)
select 'column' as kind, pg_catalog.format('%I.%I', n.nspname, c.relname) as place, a.attname::text as name,
	case when t.typcategory = 'N' then 'number' when t.typcategory in ('D', 'B', 'T', 'E') then 'moment' else 'text' end as holds,
	case when not pg_catalog.has_column_privilege(u.relation, u.place::pg_catalog.int2, 'select') and exists (select from read d
			where d.view = pg_catalog.to_regclass('pg_temp.shumar_mapping') and d.relation = u.relation and d.place = u.place)
		then pg_catalog.quote_ident(current_user) end as lacking
from used u
join pg_catalog.pg_class c on c.oid = u.relation
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = u.relation and a.attnum = u.place
join pg_catalog.pg_type t on t.oid = a.atttypid
union
select 'function', n.nspname::text, p.proname::text,
	case when p.prosecdef then 'definer' when n.nspname <> 'pg_catalog' then 'source' else 'server' end, null
from called l
join pg_catalog.pg_proc p on p.oid = l.function
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
union
select 'system', n.nspname::text, c.relname::text, null, null
from rule r
cross join lateral pg_catalog.regexp_matches(r.tree, ':relid ([1-9]\d*) ', 'g') m (found)
join pg_catalog.pg_class c on c.oid = m.found[1]::pg_catalog.oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname in ('pg_catalog', 'information_schema', 'pg_toast')
where r.view = pg_catalog.to_regclass('pg_temp.shumar_mapping')
union
select 'alias', null, m.found[1], null, null
from rule r
cross join lateral pg_catalog.regexp_matches(r.tree, ':eref {ALIAS :aliasname (\S+) ', 'g') m (found)
where r.view = pg_catalog.to_regclass('pg_temp.shumar_mapping')
union
select 'row', pg_catalog.format('%I.%I', n.nspname, c.relname), case when c.oid = pg_catalog.to_regclass('pg_temp.shumar_mapping') then null else c.relname::text end, null, null
from reader r
join pg_catalog.pg_class c on c.oid = r.view
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where r.tree ~ '{VAR :varno \S+ :varattno 0 '
order by 1, 2, 3
