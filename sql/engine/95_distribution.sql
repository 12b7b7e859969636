-- kind: script
-- purpose: where each table belongs on a server with the Citus extension, what keeps it from there, and how it gets there
-- locks: new objects only
--
-- Nothing here needs the extension until a table is distributed, so that the plan can be read and checked anywhere.

-- ── the plan ──
-- home: 'distributed' by key_column, in the colocation group of anchor (null: it is the first of its group);
-- 'reference', whole on every node; 'local', on the coordinator. place is the order in which they are made.
create view engine.distribution as
	with feed as (
		select f.fact as name, case when f.inherits ? 'case' then 'case' else f.fact end as anchor
		from etl.fact f
	),
	known as (
		select c.oid, n.nspname as schema, c.relname as name, pg_catalog.format('%I.%I', n.nspname, c.relname) as relation
		from pg_catalog.pg_class c
		join pg_catalog.pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname in ('fact', 'stage', 'ref', 'etl', 'cube', 'report', 'raw')
	)
	select k.oid::pg_catalog.regclass as table_id, k.schema::text, k.relation,
		case
			when f.name is not null then 'distributed'
			-- read beside every staged row: local, they would bring the stage to the coordinator
			when k.schema = 'ref' or (k.schema = 'stage' and k.name in ('source', 'meaning', 'reject')) then 'reference'
			else 'local' end as home,
		f.anchor || '_key' as key_column,
		case when f.name is not null and (k.schema, k.name) <> ('fact', f.anchor) then pg_catalog.format('fact.%I', f.anchor) end as anchor,
		case when f.name is null then 3 when k.schema = 'stage' then 2 when k.name = f.anchor then 0 else 1 end as place
	from known k
	left join feed f on (k.schema = 'fact' and k.name in (f.name, f.name || '_history'))
		or (k.schema = 'stage' and k.name in (f.name, 'full_' || f.name, 'deleted_' || f.name, 'delta_' || f.name));

-- ── what the extension would refuse ──
create view engine.distribution_fault as
	-- it cannot see other nodes' rows, so only uniqueness within a key can be kept
	select d.relation, pg_catalog.format('its unique index %I does not contain %I', c.relname, d.key_column) as fault
	from engine.distribution d
	join pg_catalog.pg_index i on i.indrelid = d.table_id and (i.indisunique or i.indisexclusion)
	join pg_catalog.pg_class c on c.oid = i.indexrelid
	where d.home = 'distributed' and not exists (select from pg_catalog.pg_attribute a
		where a.attrelid = d.table_id and a.attname = d.key_column and a.attnum = any (i.indkey))
	union all
	select d.relation, pg_catalog.format('it has no column %I of the type that %s has', d.key_column, coalesce(d.anchor, d.relation))
	from engine.distribution d
	where d.home = 'distributed' and not exists (select from pg_catalog.pg_attribute a
		join pg_catalog.pg_attribute b on b.attrelid = coalesce(d.anchor, d.relation)::pg_catalog.regclass and b.attname = a.attname
		where a.attrelid = d.table_id and a.attname = d.key_column and a.attgenerated = '' and a.atttypid = b.atttypid)
	union all
	select d.relation, pg_catalog.format('its foreign key %I leads to %s, which is kept elsewhere', c.conname, o.relation)
	from engine.distribution d
	join pg_catalog.pg_constraint c on c.conrelid = d.table_id and c.contype = 'f'
	join engine.distribution o on o.table_id = c.confrelid
	where case
		when d.home = 'distributed' and o.home = 'distributed' then
			coalesce(d.anchor, d.relation) <> coalesce(o.anchor, o.relation) or not exists (
				select from pg_catalog.pg_attribute a where a.attrelid = d.table_id and a.attname = d.key_column and a.attnum = any (c.conkey))
		when d.home = 'distributed' then o.home <> 'reference'
		else d.home <> o.home end
	union all
	select d.relation, pg_catalog.format('it has the trigger %I', t.tgname)
	from engine.distribution d
	join pg_catalog.pg_trigger t on t.tgrelid = d.table_id and not t.tgisinternal
	where d.home <> 'local'
	union all
	select d.relation, pg_catalog.format('it inherits from %s', h.inhparent::pg_catalog.regclass)
	from engine.distribution d
	join pg_catalog.pg_inherits h on h.inhrelid = d.table_id
	join pg_catalog.pg_class p on p.oid = h.inhparent and p.relkind = 'r'
	where d.home <> 'local';

-- ── where tables are ──
-- What the extension says of each table that it knows; nothing without it.
create function engine.distributed() returns table (table_id regclass, home text, key_column text, colocation bigint)
language plpgsql stable as $$
begin
	if pg_catalog.to_regclass('pg_catalog.pg_dist_partition') is null then
		return;
	end if;
	return query execute 'select p.logicalrelid,
		case when p.partmethod = ''h'' then ''distributed'' when p.partmethod = ''n'' and p.repmodel = ''t'' then ''reference''
			when p.partmethod = ''n'' then ''local'' else ''other'' end,
		case when p.partmethod = ''h'' then pg_catalog.column_to_column_name(p.logicalrelid, p.partkey) end, p.colocationid::bigint
		from pg_catalog.pg_dist_partition p';
end
$$;

-- Nodes that are known and active: whether the coordinator is one, and how many hold shards.
create function engine.distribution_nodes() returns table (coordinator boolean, holders bigint) language plpgsql stable as $$
begin
	if pg_catalog.to_regclass('pg_catalog.pg_dist_node') is null then
		return query select false, 0::bigint;
	else
		return query execute 'select coalesce(pg_catalog.bool_or(n.groupid = 0), false),
			pg_catalog.count(*) filter (where n.shouldhaveshards) from pg_catalog.pg_dist_node n where n.isactive';
	end if;
end
$$;

-- ── the move ──
-- Puts one table where the plan says, its rows with it, and frees what they took on the coordinator.
create function engine.distribute(relation text) returns text language plpgsql as $$
declare
	plan engine.distribution;
begin
	select d.* into strict plan from engine.distribution d where d.relation = distribute.relation;
	if plan.home = 'distributed' then
		execute 'select pg_catalog.create_distributed_table($1, $2, colocate_with => $3)'
		using plan.table_id, plan.key_column, coalesce(plan.anchor, 'none');
	elsif plan.home = 'reference' then
		execute 'select pg_catalog.create_reference_table($1)' using plan.table_id;
	end if;
	if plan.home <> 'local' then
		execute 'select pg_catalog.truncate_local_data_after_distributing_table($1)' using plan.table_id;
	end if;
	return plan.home;
end
$$;
