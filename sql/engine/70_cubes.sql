-- kind: script
-- purpose: cubes: declared, built or kept by delta, proven, and as of any run
-- locks: new objects only

-- ── statements ──
-- A cube's SELECT over 'delta', the change of the run at work, or 'all' facts.
create function engine.cube_select(c etl.cube, facts text) returns text language sql stable as $$
	select pg_catalog.replace(c.definition, 'engine.signed_', 'engine.' || facts || '_')
$$;

-- The grouped cells of it.
create function engine.cube_cells(c etl.cube, facts text) returns text language sql stable as $$
	select pg_catalog.format('select %1$s, %2$s from (%3$s
		) d group by %1$s having %4$s', k.list, n.sums, engine.cube_select(c, facts), n.any_change)
	from (select pg_catalog.string_agg(pg_catalog.format('d.%I', x), ', ') as list from pg_catalog.unnest(c.keys) x) k,
		(select pg_catalog.string_agg(pg_catalog.format('sum(d.%1$I)::bigint as %1$I', x), ', ') as sums,
			pg_catalog.string_agg(pg_catalog.format('sum(d.%I) <> 0', x), ' or ') as any_change from pg_catalog.unnest(c.counts) x) n
$$;

-- The keys of a cube in the order in which reports ask for its cells and nights touch them: by district, then
-- by day, so that what is recent in a district lies together. A house's days end in _on, its months in _month.
create function engine.cube_order(c etl.cube, prefix text) returns text language sql stable as $$
	select pg_catalog.string_agg(prefix || pg_catalog.quote_ident(k.name), ', '
		order by case when k.name = 'district' then 0 when k.name ~ '_(on|month)$' then 1 else 2 end, k.place)
	from pg_catalog.unnest(c.keys) with ordinality as k (name, place)
$$;

-- ── checksums ──
-- A hash of a cell d of 64 bits, its keys hashed one into the other from SEED; the key types of all cubes are text and
-- date, whose own functions take little more than half the time of a record's.
create function engine.cube_hash(c etl.cube, seed text) returns text language plpgsql stable as $$
declare
	hash text := seed;
	key record;
begin
	for key in
		select k.name, a.atttypid
		from pg_catalog.unnest(c.keys) with ordinality as k (name, place)
		left join pg_catalog.pg_attribute a on a.attname = k.name
			and a.attrelid = pg_catalog.to_regclass(pg_catalog.format('cube.%I', c.cube))
		order by k.place desc
	loop
		hash := pg_catalog.format(case key.atttypid
			when 'pg_catalog.text'::pg_catalog.regtype then 'pg_catalog.hashtextextended(d.%I, %s)'
			when 'pg_catalog.date'::pg_catalog.regtype then 'pg_catalog.hashint4extended(d.%I - ''2000-01-01''::date, %s)'
			else 'pg_catalog.hash_record_extended(row(d.%I), %s)' end, key.name, hash);
	end loop;
	return hash;
end
$$;

-- Keyed checksum of rows d of keys and counts: the sum of count times a hash of the cell, a hash for each count.
-- No hash is zero, so one wrong cell is always found; the key ($1) is the run, so two wrong cells that hide each
-- other once do not again. Sums of bigint are exact: 31 bits of hash leave 32 for the count of a row.
create function engine.cube_checksum(c etl.cube) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format(
		'coalesce(sum((coalesce(%s & 2147483647, 0) + 1) * d.%I), 0)', engine.cube_hash(c, '$1 + ' || n.place), n.name), ' + ')
	from pg_catalog.unnest(c.counts) with ordinality as n (name, place)
$$;

-- ── tables and views ──
-- Makes a table of a cube's cells in the order of engine.cube_order, under any name; returns how many.
create function engine.cube_table(cube_name text, table_name text, data text) returns bigint language plpgsql as $$
declare
	c etl.cube;
	touched bigint;
	found_columns text[];
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	execute pg_catalog.format('create table cube.%I with (fillfactor = 90) as select * from (%s) cells order by %s %s',
		table_name, engine.cube_cells(c, 'all'), engine.cube_order(c, ''), data);
	get diagnostics touched = row_count;
	select array_agg(a.attname::text order by a.attnum) into found_columns from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('cube.%I', table_name)) and a.attnum > 0;
	if found_columns <> c.keys || c.counts then
		raise exception 'cube "%" yields other columns than its keys and counts', cube_name;
	end if;
	-- in one statement, which looks at the rows once
	execute pg_catalog.format('alter table cube.%I %s, add primary key (%s)', table_name,
		(select pg_catalog.string_agg(pg_catalog.format('alter column %I set not null', f), ', ') from pg_catalog.unnest(found_columns) f),
		engine.cube_order(c, ''));
	return touched;
end
$$;

-- Reports read cubes through views, which answer as of a run where the session says so (shumar.as_of).
create function engine.cube_view(cube_name text) returns void language plpgsql as $$
declare
	c etl.cube;
	keys text;
	columns text;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into keys from pg_catalog.unnest(c.keys) x;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into columns from pg_catalog.unnest(c.keys || c.counts) x;
	execute pg_catalog.format('create view report.%1$I as
		select %2$s from cube.%1$I where engine.as_of() is null
		union all
		select %3$s, %4$s from (
			select %2$s from cube.%1$I where engine.as_of() is not null
			union all
			select %2$s from (%5$s
			) s where engine.as_of() is not null
		) u group by %3$s having %6$s', cube_name, columns, keys,
		(select pg_catalog.string_agg(pg_catalog.format('sum(%1$I)::bigint as %1$I', x), ', ') from pg_catalog.unnest(c.counts) x),
		c.definition, (select pg_catalog.string_agg(pg_catalog.format('sum(%I) <> 0', x), ' or ') from pg_catalog.unnest(c.counts) x));
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		execute pg_catalog.format('grant select on report.%I to shumar_report', cube_name);
	end if;
end
$$;

-- Enters a cube, with an empty table when it is new. Where its SELECT has changed, the cells of the old one
-- stay until the new ones are built beside them (engine.cube_build). True when it has to be built.
create function engine.cube_declare(cube_name text, cube_keys text[], cube_counts text[], cube_definition text, sha256 text)
returns boolean language plpgsql as $$
declare
	known text;
begin
	select c.definition_sha256 into known from etl.cube c where c.cube = cube_name;
	if known = sha256 then
		return false;
	end if;
	insert into etl.cube as c (cube, keys, counts, definition, definition_sha256, built_run)
	values (cube_name, cube_keys, cube_counts, cube_definition, sha256, null)
	on conflict (cube) do update set keys = excluded.keys, counts = excluded.counts, definition = excluded.definition,
		definition_sha256 = excluded.definition_sha256, built_run = null, proven_run = null;
	if pg_catalog.to_regclass(pg_catalog.format('cube.%I', cube_name)) is null then
		perform engine.cube_table(cube_name, cube_name, 'with no data');
		perform engine.cube_view(cube_name);
	end if;
	return true;
end
$$;

-- Cells that differ when a cube's SELECT sees the facts at once and in two parts, the second with the sign of what a run takes
-- away. None do where every fact counts by itself and by its sign; then cells that are kept by delta are those of all facts.
create function engine.cube_adds_up(cube_name text) returns bigint language plpgsql as $$
declare
	c etl.cube;
	fact_name text;
	parts text := '';
	cells bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	fact_name := pg_catalog.substring(c.definition, 'engine\.signed_([a-z_]+)');
	-- the facts at once are one part less the other with its sign turned
	select pg_catalog.string_agg(pg_catalog.format('select %s, %s from (%s) x%s', k.list, n.list,
			pg_catalog.replace(c.definition, 'engine.signed_' || fact_name,
				pg_catalog.format('(select %s, %s as sign from engine.%I y where %s)',
					pg_catalog.array_to_string(engine.fact_columns(fact_name), ', '), p.sign, 'all_' || fact_name, p.held)), p.place),
		' union all ' order by p.place)
	into parts
	from (values (1, -1, 'true'), (2, 1, 'pg_catalog.hashtext(y::text) % 2 = 0'), (3, 1, 'pg_catalog.hashtext(y::text) % 2 <> 0'))
		as p (place, sign, held),
		(select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') as list from pg_catalog.unnest(c.keys) x) k,
		(select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') as list from pg_catalog.unnest(c.counts) x) n;
	execute pg_catalog.format('select pg_catalog.count(*) from (select %1$s from (%2$s) d group by %1$s having %3$s) w',
		(select pg_catalog.string_agg(pg_catalog.format('d.%I', x), ', ') from pg_catalog.unnest(c.keys) x), parts,
		(select pg_catalog.string_agg(pg_catalog.format('sum(d.%I) <> 0', x), ' or ') from pg_catalog.unnest(c.counts) x))
	into cells;
	return cells;
end
$$;

-- Drops the cubes that the program no longer has; returns how many.
create function engine.cube_retire(kept text[]) returns bigint language plpgsql as $$
declare
	cube_name text;
	retired bigint := 0;
begin
	for cube_name in select c.cube from etl.cube c where c.cube <> all (kept) loop
		execute pg_catalog.format('drop view if exists report.%I', cube_name);
		execute pg_catalog.format('drop table if exists cube.%I', cube_name);
		delete from etl.cube c where c.cube = cube_name;
		retired := retired + 1;
	end loop;
	return retired;
end
$$;

-- ── a night ──
-- Adds the signed facts of the run to a cube's cells and proves what it touched: the checksum of the touched
-- cells has to change by exactly that of the signed facts, and no count may fall below zero. Returns the
-- cells touched. A cube that fails is left for the publication to be stopped by its proof.
create function engine.cube_apply(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	c etl.cube;
	keys text;
	counts text;
	emptied text;
	any_fact boolean;
	before_sum numeric;
	after_sum numeric;
	facts numeric;
	touched bigint;
	negative bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	-- most cubes of most nights are of facts that have not changed: to find that out a cube needs no table
	execute (select 'select ' || pg_catalog.string_agg(distinct pg_catalog.format('exists (select from engine.%I)', 'delta_' || m.found[1]), ' or ')
		from pg_catalog.regexp_matches(c.definition, 'engine\.signed_(\w+)', 'g') m (found)) into any_fact;
	if not any_fact then
		insert into etl.proof (run_no, cube, proven, facts_sum, cells_sum, cells, scope) values (at_run, cube_name, true, 0, 0, 0, 'touched');
		return 0;
	end if;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into keys from pg_catalog.unnest(c.keys) x;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', '),
		pg_catalog.string_agg(pg_catalog.format('t.%I + t.%I = 0', 'had_' || x, x), ' and ')
	into counts, emptied from pg_catalog.unnest(c.counts) x;
	-- what is added, beside what the cell had and where it lies: cells are looked up once. Only the run at work
	-- writes them, so that they stay where they were found. In the order of the keys, pages are met once.
	execute pg_catalog.format('create temporary table touched_cell on commit drop as
		select t.*, d.ctid as place, %1$s from (%2$s) t left join cube.%3$I d on %4$s order by %5$s',
		(select pg_catalog.string_agg(pg_catalog.format('coalesce(d.%I, 0) as %I', n, 'had_' || n), ', ') from pg_catalog.unnest(c.counts) n),
		engine.cube_cells(c, 'delta'), cube_name,
		(select pg_catalog.string_agg(pg_catalog.format('d.%1$I = t.%1$I', k), ' and ') from pg_catalog.unnest(c.keys) k),
		engine.cube_order(c, 't.'));
	get diagnostics touched = row_count;
	if touched > 0 then
		analyze touched_cell;
		execute pg_catalog.format('select %s from (%s) d', engine.cube_checksum(c), engine.cube_select(c, 'delta')) into facts using at_run;
		execute pg_catalog.format('select %s from (select %s, %s from touched_cell t where t.place is not null) d', engine.cube_checksum(c), keys,
			(select pg_catalog.string_agg(pg_catalog.format('t.%I as %I', 'had_' || n, n), ', ') from pg_catalog.unnest(c.counts) n))
		into before_sum using at_run;
		execute pg_catalog.format('
			with deleted as (
				delete from cube.%1$I x using touched_cell t where x.ctid = t.place and %2$s
			),
			changed as (
				update cube.%1$I x set %3$s from touched_cell t where x.ctid = t.place and not (%2$s) returning %4$s
			),
			made as (
				insert into cube.%1$I as x (%5$s, %6$s) select %5$s, %6$s from touched_cell t where t.place is null returning %4$s
			)
			select %7$s, pg_catalog.count(*) filter (where least(%6$s) < 0) from (select * from changed union all select * from made) d',
			cube_name, emptied,
			(select pg_catalog.string_agg(pg_catalog.format('%1$I = x.%1$I + t.%1$I', n), ', ') from pg_catalog.unnest(c.counts) n),
			(select pg_catalog.string_agg(pg_catalog.format('x.%I', n), ', ') from pg_catalog.unnest(c.keys || c.counts) n),
			keys, counts, engine.cube_checksum(c))
		into after_sum, negative using at_run;
	end if;
	drop table touched_cell;
	insert into etl.proof (run_no, cube, proven, facts_sum, cells_sum, cells, scope)
	values (at_run, cube_name, coalesce(after_sum - before_sum = facts and negative = 0, true), coalesce(facts, 0),
		coalesce(after_sum - before_sum, 0), touched, 'touched');
	return touched;
end
$$;

-- ── all facts ──
-- Proves the cells in a table of a cube equal to a rebuild: the checksum over all facts against that over all cells.
create function engine.cube_prove_table(cube_name text, table_name text, at_run bigint)
returns table (cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint) language plpgsql as $$
declare
	c etl.cube;
	facts numeric;
	kept numeric;
	cell_count bigint;
	negative bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	-- one statement, hence one snapshot: a run that commits meanwhile cannot part the two sides
	execute pg_catalog.format($sql$
		select f.checksum, k.checksum, k.cells, k.negative
		from (select %1$s as checksum from (%2$s
			) d) f
		cross join (select %1$s as checksum, count(*) as cells, count(*) filter (where least(%3$s) < 0) as negative
			from cube.%4$I d) k$sql$,
		engine.cube_checksum(c), engine.cube_select(c, 'all'),
		(select pg_catalog.string_agg(pg_catalog.format('d.%I', n), ', ') from pg_catalog.unnest(c.counts) n), table_name)
	into facts, kept, cell_count, negative using at_run;
	insert into etl.proof as p (run_no, cube, proven, facts_sum, cells_sum, cells, scope)
	values (at_run, cube_name, facts = kept and negative = 0, facts, kept, cell_count, 'all')
	on conflict on constraint proof_pkey do update set proven = excluded.proven, facts_sum = excluded.facts_sum,
		cells_sum = excluded.cells_sum, cells = excluded.cells, scope = excluded.scope;
	if facts = kept and negative = 0 then
		update etl.cube e set proven_run = at_run where e.cube = cube_name;
	end if;
	return query select cube_name, facts = kept and negative = 0, facts, kept, cell_count;
end
$$;

create function engine.cube_prove(cube_name text, at_run bigint)
returns table (cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint) language sql as $$
	select p.* from engine.cube_prove_table(cube_name, cube_name, at_run) p
$$;

-- Makes all cells of a cube anew from the facts, beside the old ones, and proves them; returns how many.
create function engine.cube_build(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	touched := engine.cube_table(cube_name, 'next_' || cube_name, '');
	execute pg_catalog.format('analyze cube.%I', 'next_' || cube_name);
	perform engine.cube_prove_table(cube_name, 'next_' || cube_name, at_run);
	update etl.cube e set built_run = at_run where e.cube = cube_name;
	return touched;
end
$$;

-- Puts the cells built in this run into the place of the old ones, for all cubes at once: readers wait only for this.
create function engine.cube_swap(at_run bigint) returns void language plpgsql as $$
declare
	cube_name text;
begin
	for cube_name in
		select c.cube from etl.cube c
		where c.built_run = at_run and pg_catalog.to_regclass(pg_catalog.format('cube.%I', 'next_' || c.cube)) is not null
		order by c.cube collate "C"
	loop
		execute pg_catalog.format('drop view if exists report.%I', cube_name);
		execute pg_catalog.format('drop table if exists cube.%I', cube_name);
		execute pg_catalog.format('alter table cube.%I rename to %I', 'next_' || cube_name, cube_name);
		execute pg_catalog.format('alter index cube.%I rename to %I', 'next_' || cube_name || '_pkey', cube_name || '_pkey');
		perform engine.cube_view(cube_name);
	end loop;
end
$$;
