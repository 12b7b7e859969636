-- kind: script
-- purpose: facts brought to their new images, signed facts, cubes kept by delta, their proofs, and cubes as of any run
-- locks: new objects only; cubes of before are dropped, and built again by the next run

-- ── apply ──
-- A fact with no row takes the stage as it is, its indexes made afterwards; cubes are then built, not patched.
-- Returns the statements that make its indexes again.
create function etl.fact_drop_indexes(fact_name text) returns text[] language plpgsql as $$
declare
	statements text[];
	dropping record;
begin
	select array_agg(case when i.indisprimary
			then pg_catalog.format('alter table fact.%I add primary key (%s)', fact_name, etl.key_list(fact_name, 'x')) else
			pg_catalog.pg_get_indexdef(i.indexrelid) end order by i.indisprimary desc, c.relname)
	into statements
	from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
	where i.indrelid = pg_catalog.format('fact.%I', fact_name)::pg_catalog.regclass;
	for dropping in
		select c.relname, i.indisprimary from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
		where i.indrelid = pg_catalog.format('fact.%I', fact_name)::pg_catalog.regclass
	loop
		if dropping.indisprimary then
			execute pg_catalog.format('alter table fact.%I drop constraint %I', fact_name, dropping.relname);
		else
			execute pg_catalog.format('drop index fact.%I', dropping.relname);
		end if;
	end loop;
	return array(select pg_catalog.replace(s, 'x.', '') from pg_catalog.unnest(statements) s);
end
$$;

create function etl.fact_fill(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
	statements text[] := etl.fact_drop_indexes(fact_name);
	statement text;
begin
	execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from) select %2$s, i.feed_hash, $1 from stage.%3$I i',
		fact_name, columns, 'image_' || fact_name) using at_run;
	foreach statement in array statements loop
		execute statement;
	end loop;
	execute pg_catalog.format('analyze fact.%I', fact_name);
	update etl.cube c set built_run = null where c.built_run is not null;
end
$$;

-- Old images with sign -1 and new ones with +1 of every fact that the stage changes, into stage.delta_<fact>.
create function etl.fact_differ(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
	mine text := (select pg_catalog.string_agg('i.' || c, ', ') from pg_catalog.unnest(etl.fact_columns(fact_name)) c);
	theirs text := (select pg_catalog.string_agg('f.' || c, ', ') from pg_catalog.unnest(etl.fact_columns(fact_name)) c);
begin
	execute pg_catalog.format('insert into stage.%1$I (%2$s, feed_hash, run_from, sign)
		select %3$s, i.feed_hash, $1, 1 from stage.%4$I i left join fact.%5$I f on %6$s
		where f.run_from is null or row(%3$s) is distinct from row(%7$s)',
		'delta_' || fact_name, columns, mine, 'image_' || fact_name, fact_name, etl.key_join(fact_name, 'i', 'f'), theirs)
	using at_run;
	execute pg_catalog.format('insert into stage.%1$I (%2$s, feed_hash, run_from, sign)
		select %3$s, f.feed_hash, f.run_from, -1
		from (select %4$s from stage.%1$I d where d.sign = 1 union select %5$s from stage.%6$I x) k
		join fact.%7$I f on %8$s',
		'delta_' || fact_name, columns, theirs, etl.key_list(fact_name, 'd'), etl.key_list(fact_name, 'x'),
		'gone_' || fact_name, fact_name, etl.key_join(fact_name, 'f', 'k'));
	execute pg_catalog.format('analyze stage.%I', 'delta_' || fact_name);
end
$$;

-- Closes the old versions and opens the new ones of what differs.
create function etl.fact_change(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
	setting text := (select pg_catalog.string_agg(pg_catalog.format('%1$s = excluded.%1$s', c), ', ')
		from pg_catalog.unnest(etl.fact_columns(fact_name)) c where c <> all (etl.fact_keys(fact_name)));
begin
	execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from, run_to)
		select %2$s, d.feed_hash, d.run_from, $1 from stage.%3$I d where d.sign = -1',
		fact_name || '_history', columns, 'delta_' || fact_name) using at_run;
	execute pg_catalog.format('delete from fact.%1$I f using stage.%2$I d
		where d.sign = -1 and %3$s and not exists (select from stage.%2$I n where n.sign = 1 and %4$s)',
		fact_name, 'delta_' || fact_name, etl.key_join(fact_name, 'f', 'd'), etl.key_join(fact_name, 'n', 'd'));
	execute pg_catalog.format('insert into fact.%1$I as f (%2$s, feed_hash, run_from)
		select %2$s, d.feed_hash, d.run_from from stage.%3$I d where d.sign = 1
		on conflict (%4$s) do update set %5$s, feed_hash = excluded.feed_hash, run_from = excluded.run_from',
		fact_name, columns, 'delta_' || fact_name, pg_catalog.replace(etl.key_list(fact_name, 'x'), 'x.', ''), setting);
	-- the same fact from another row of the source
	execute pg_catalog.format('update fact.%1$I f set feed_hash = s.feed_hash from stage.%1$I s
		where %2$s and f.feed_hash is distinct from s.feed_hash
			and not exists (select from stage.%3$I d where d.sign = 1 and %4$s)',
		fact_name, etl.key_join(fact_name, 'f', 's'), 'delta_' || fact_name, etl.key_join(fact_name, 'd', 's'));
end
$$;

-- Brings one fact to its new image and returns the balance per source. opening is what the run before closed
-- with; the weekly proof of all counts the facts themselves.
create function etl.fact_apply(fact_name text, at_run bigint)
returns table (source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint)
language plpgsql as $$
declare
	filled boolean := not etl.any_row(pg_catalog.format('fact.%I', fact_name))
		and etl.any_row(pg_catalog.format('stage.%I', fact_name));
	keys text := etl.key_list(fact_name, 'd');
begin
	if filled then
		perform etl.fact_fill(fact_name, at_run);
	else
		perform etl.fact_differ(fact_name, at_run);
		perform etl.fact_change(fact_name, at_run);
	end if;
	return query execute pg_catalog.format($sql$
		select g.source, o.opening, coalesce(m.added, 0), coalesce(m.changed, 0), coalesce(m.deleted, 0),
			o.opening + coalesce(m.added, 0) - coalesce(m.deleted, 0)
		from stage.source g
		cross join lateral (select coalesce((select r.closing from etl.run_feed r join etl.run u on u.run_no = r.run_no
			where r.source = g.source and r.feed = $1 and r.run_no < $2 and u.state in ('applied', 'published', 'unchanged')
			order by r.run_no desc limit 1), 0) as opening) o
		left join (%s) m on m.source = g.source
		where g.state = 'read'
		order by g.source collate "C"$sql$,
		case when filled then pg_catalog.format('select f.source, pg_catalog.count(*) as added, 0::bigint as changed, 0::bigint as deleted
			from fact.%I f group by f.source', fact_name)
		else pg_catalog.format('select k.source, pg_catalog.count(*) filter (where k.news = 1 and k.olds = 0) as added,
				pg_catalog.count(*) filter (where k.news = 1 and k.olds = 1) as changed,
				pg_catalog.count(*) filter (where k.news = 0 and k.olds = 1) as deleted
			from (select d.source, pg_catalog.count(*) filter (where d.sign = 1) as news,
					pg_catalog.count(*) filter (where d.sign = -1) as olds
				from stage.%I d group by d.source, %s) k
			group by k.source', 'delta_' || fact_name, keys) end)
	using fact_name, at_run;
end
$$;

-- ── signed facts: what cubes read ──
-- A cube's SELECT names etl.signed_<fact>. What the run at work changed (etl.delta_<fact>) and every fact
-- (etl.all_<fact>) stand in for it by name (etl.cube_select), so that these are planned as the plain tables
-- they are. Of the past the session says what is wanted: 'since', what takes the present facts back to those of
-- run shumar.as_of; 'run', what run shumar.as_of changed.
create function etl.signed() returns text language sql stable parallel safe as $$
	select pg_catalog.current_setting('shumar.signed', true)
$$;
create function etl.as_of() returns bigint language sql stable parallel safe as $$
	select nullif(pg_catalog.current_setting('shumar.as_of', true), '')::bigint
$$;
-- As set_config(…, true), but by the statement: Citus carries SET LOCAL to its workers, and not set_config.
create function etl.set_local(name text, value text) returns text language plpgsql as $$
begin
	execute pg_catalog.format('set local %s = %L', name, value);
	return value;
end
$$;
do $$
declare
	fact_name text;
	columns text;
begin
	foreach fact_name in array etl.feeds() loop
		columns := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
		execute format('create view etl.%I as select %s, d.sign from stage.%I d', 'delta_' || fact_name, columns, 'delta_' || fact_name);
		execute format('create view etl.%I as select %s, 1 as sign from fact.%I f', 'all_' || fact_name, columns, fact_name);
		execute format('create view etl.%1$I as
			select %2$s, -1 as sign from fact.%3$I f where etl.signed() = ''since'' and f.run_from > etl.as_of()
			union all select %2$s, 1 from fact.%4$I h where etl.signed() = ''since'' and h.run_to > etl.as_of()
				and h.run_from <= etl.as_of()
			union all select %2$s, 1 from fact.%3$I f where etl.signed() = ''run'' and f.run_from = etl.as_of()
			union all select %2$s, 1 from fact.%4$I h where etl.signed() = ''run'' and h.run_from = etl.as_of()
			union all select %2$s, -1 from fact.%4$I h where etl.signed() = ''run'' and h.run_to = etl.as_of()',
			'signed_' || fact_name, columns, fact_name, fact_name || '_history');
		-- the facts as run shumar.as_of left them, or as they are
		execute format('create view etl.%1$I as
			select %2$s, f.run_from, null::bigint as run_to from fact.%3$I f where f.run_from <= coalesce(etl.as_of(), f.run_from)
			union all
			select %2$s, h.run_from, h.run_to from fact.%4$I h where h.run_from <= etl.as_of() and h.run_to > etl.as_of()',
			'known_' || fact_name, columns, fact_name, fact_name || '_history');
	end loop;
end
$$;
create index on fact."case_history" (run_from);
create index on fact.accused_history (run_from);
create index on fact.outcome_history (run_from);

-- ── cubes ──
-- A cube's SELECT over 'delta', the change of the run at work, or 'all' facts.
create function etl.cube_select(c etl.cube, facts text) returns text language sql stable as $$
	select pg_catalog.replace(c.definition, 'etl.signed_', 'etl.' || facts || '_')
$$;

-- The grouped cells of it.
create function etl.cube_cells(c etl.cube, facts text) returns text language sql stable as $$
	select pg_catalog.format('select %1$s, %2$s from (%3$s
		) d group by %1$s having %4$s', k.list, n.sums, etl.cube_select(c, facts), n.any_change)
	from (select pg_catalog.string_agg(pg_catalog.format('d.%I', x), ', ') as list from pg_catalog.unnest(c.keys) x) k,
		(select pg_catalog.string_agg(pg_catalog.format('sum(d.%1$I)::bigint as %1$I', x), ', ') as sums,
			pg_catalog.string_agg(pg_catalog.format('sum(d.%I) <> 0', x), ' or ') as any_change from pg_catalog.unnest(c.counts) x) n
$$;

-- A hash of a cell d of 64 bits, its keys hashed one into the other from SEED; the key types of all cubes are text and
-- date, whose own functions take little more than half the time of a record's.
create function etl.cube_hash(c etl.cube, seed text) returns text language plpgsql stable as $$
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
create function etl.cube_checksum(c etl.cube) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format(
		'coalesce(sum((coalesce(%s & 2147483647, 0) + 1) * d.%I), 0)', etl.cube_hash(c, '$1 + ' || n.place), n.name), ' + ')
	from pg_catalog.unnest(c.counts) with ordinality as n (name, place)
$$;

-- Reports read cubes through views, which answer as of a run where the session says so (shumar.as_of).
create function etl.cube_view(cube_name text) returns void language plpgsql as $$
declare
	c etl.cube;
	keys text;
	columns text;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into keys from pg_catalog.unnest(c.keys) x;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into columns from pg_catalog.unnest(c.keys || c.counts) x;
	execute pg_catalog.format('create view report.%1$I as
		select %2$s from cube.%1$I where etl.as_of() is null
		union all
		select %3$s, %4$s from (
			select %2$s from cube.%1$I where etl.as_of() is not null
			union all
			select %2$s from (%5$s
			) s where etl.as_of() is not null
		) u group by %3$s having %6$s', cube_name, columns, keys,
		(select pg_catalog.string_agg(pg_catalog.format('sum(%1$I)::bigint as %1$I', x), ', ') from pg_catalog.unnest(c.counts) x),
		c.definition, (select pg_catalog.string_agg(pg_catalog.format('sum(%I) <> 0', x), ' or ') from pg_catalog.unnest(c.counts) x));
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		execute pg_catalog.format('grant select on report.%I to shumar_report', cube_name);
	end if;
end
$$;

-- Makes a table of a cube's cells, under any name; returns how many.
create function etl.cube_table(cube_name text, table_name text, data text) returns bigint language plpgsql as $$
declare
	c etl.cube;
	touched bigint;
	found_columns text[];
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	execute pg_catalog.format('create table cube.%I as %s %s', table_name, etl.cube_cells(c, 'all'), data);
	get diagnostics touched = row_count;
	select array_agg(a.attname::text order by a.attnum) into found_columns from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('cube.%I', table_name)) and a.attnum > 0;
	if found_columns <> c.keys || c.counts then
		raise exception 'cube "%" yields other columns than its keys and counts', cube_name;
	end if;
	-- in one statement, which looks at the rows once
	execute pg_catalog.format('alter table cube.%I %s, add primary key (%s)', table_name,
		(select pg_catalog.string_agg(pg_catalog.format('alter column %I set not null', f), ', ') from pg_catalog.unnest(found_columns) f),
		(select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') from pg_catalog.unnest(c.keys) k));
	return touched;
end
$$;

-- Enters a cube, with an empty table when it is new. Where its SELECT has changed, the cells of the old one
-- stay until the new ones are built beside them (etl.cube_build). True when it has to be built.
create function etl.cube_declare(cube_name text, cube_keys text[], cube_counts text[], cube_definition text, sha256 text)
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
		perform etl.cube_table(cube_name, cube_name, 'with no data');
		perform etl.cube_view(cube_name);
	end if;
	return true;
end
$$;

create or replace function etl.cube_retire(kept text[]) returns bigint language plpgsql as $$
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

-- Adds the signed facts of the run to a cube's cells and proves what it touched: the checksum of the touched
-- cells has to change by exactly that of the signed facts, and no count may fall below zero. Returns the
-- cells touched. A cube that fails is left for the publication to be stopped by its proof.
create function etl.cube_apply(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	c etl.cube;
	keys text;
	same text;
	before_sum numeric;
	after_sum numeric;
	facts numeric;
	touched bigint;
	negative bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', '),
		pg_catalog.string_agg(pg_catalog.format('d.%1$I = t.%1$I', x), ' and ')
	into keys, same from pg_catalog.unnest(c.keys) x;
	execute pg_catalog.format('create temporary table touched_cell on commit drop as %s', etl.cube_cells(c, 'delta'));
	get diagnostics touched = row_count;
	if touched > 0 then
		analyze touched_cell;
		execute pg_catalog.format('select %s from (%s) d', etl.cube_checksum(c), etl.cube_select(c, 'delta')) into facts using at_run;
		execute pg_catalog.format('select %s from cube.%I d join touched_cell t on %s', etl.cube_checksum(c), cube_name, same)
		into before_sum using at_run;
		execute pg_catalog.format('insert into cube.%I as x select t.* from touched_cell t on conflict (%s) do update set %s',
			cube_name, keys,
			(select pg_catalog.string_agg(pg_catalog.format('%1$I = x.%1$I + excluded.%1$I', n), ', ') from pg_catalog.unnest(c.counts) n));
		execute pg_catalog.format('select %s, pg_catalog.count(*) filter (where least(%s) < 0) from cube.%I d join touched_cell t on %s',
			etl.cube_checksum(c), (select pg_catalog.string_agg(pg_catalog.format('d.%I', n), ', ') from pg_catalog.unnest(c.counts) n),
			cube_name, same)
		into after_sum, negative using at_run;
		execute pg_catalog.format('delete from cube.%I d using touched_cell t where %s and %s', cube_name, same,
			(select pg_catalog.string_agg(pg_catalog.format('d.%I = 0', n), ' and ') from pg_catalog.unnest(c.counts) n));
	end if;
	drop table touched_cell;
	insert into etl.proof (run_no, cube, proven, facts_sum, cells_sum, cells, scope)
	values (at_run, cube_name, coalesce(after_sum - before_sum = facts and negative = 0, true), coalesce(facts, 0),
		coalesce(after_sum - before_sum, 0), touched, 'touched');
	return touched;
end
$$;

-- Proves the cells in a table of a cube equal to a rebuild: the checksum over all facts against that over all cells.
create function etl.cube_prove_table(cube_name text, table_name text, at_run bigint)
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
		etl.cube_checksum(c), etl.cube_select(c, 'all'),
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
create function etl.cube_prove(cube_name text, at_run bigint)
returns table (cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint) language sql as $$
	select p.* from etl.cube_prove_table(cube_name, cube_name, at_run) p
$$;

-- Makes all cells of a cube anew from the facts, beside the old ones, and proves them; returns how many.
create function etl.cube_build(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	touched := etl.cube_table(cube_name, 'next_' || cube_name, '');
	execute pg_catalog.format('analyze cube.%I', 'next_' || cube_name);
	perform etl.cube_prove_table(cube_name, 'next_' || cube_name, at_run);
	update etl.cube e set built_run = at_run where e.cube = cube_name;
	return touched;
end
$$;

-- Puts the cells built in this run into the place of the old ones, for all cubes at once: readers wait only for this.
create function etl.cube_swap(at_run bigint) returns void language plpgsql as $$
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
		perform etl.cube_view(cube_name);
	end loop;
end
$$;

-- Counts the facts themselves against what the runs say they closed with; one row per feed that differs.
create function etl.balance_faults(at_run bigint) returns table (source text, feed text, closing bigint, counted bigint)
language plpgsql as $$
declare
	fact_name text;
begin
	foreach fact_name in array etl.feeds() loop
		return query execute pg_catalog.format('
			select coalesce(n.source, b.source), $1, coalesce(b.closing, 0), coalesce(n.counted, 0)
			from (select f.source, pg_catalog.count(*) as counted from fact.%I f group by f.source) n
			full join (select distinct on (r.source) r.source, r.closing from etl.run_feed r
				join etl.run u on u.run_no = r.run_no and u.state in (''applied'', ''published'', ''unchanged'')
				where r.feed = $1 and r.run_no <= $2 order by r.source, r.run_no desc) b on b.source = n.source
			where coalesce(b.closing, 0) <> coalesce(n.counted, 0)', fact_name) using fact_name, at_run;
	end loop;
end
$$;

-- ── ends of runs ──
-- Takes every trace of a dry run out of the ledgers.
create function etl.run_discard(at_run bigint) returns void language plpgsql as $$
begin
	delete from etl.run_source r where r.run_no = at_run;
	delete from etl.run_feed r where r.run_no = at_run;
	delete from etl.step r where r.run_no = at_run;
	delete from etl.file r where r.run_no = at_run;
	delete from etl.proof p where p.run_no = at_run;
	delete from etl.run r where r.run_no = at_run;
end
$$;

-- The cubes of before were built otherwise.
do $$
declare
	cube_name text;
begin
	for cube_name in select c.cube from etl.cube c loop
		execute format('drop table if exists cube.%I', cube_name);
	end loop;
	delete from etl.cube;
end
$$;

-- ── what reports may ask about the run they print ──
drop view report.published;
create view report.published as
	with wanted as (
		select coalesce(etl.as_of(), p.published_run) as run_no from etl.pointer p
	),
	-- the last that each source said up to the wanted run
	known as (
		select distinct on (s.source) s.source, s.jurisdiction, s.as_at,
			-- nights that changed nothing move no pointer, and still say who is away
			case when etl.as_of() is null then (select e.state from etl.source e where e.source = s.source) else s.state end as state
		from etl.run_source s
		join etl.run r on r.run_no = s.run_no and r.state in ('applied', 'published', 'unchanged')
		cross join wanted w
		where s.run_no <= w.run_no
		order by s.source, s.run_no desc
	)
	select k.jurisdiction, w.run_no, min(k.as_at) as as_at, coalesce(bool_or(k.state = 'stale'), false) as stale,
		(select max(r.run_no) from etl.run r where r.state in ('applied', 'published')) as applied_run,
		exists (select from etl.run r join etl.proof f on f.run_no = r.run_no and not f.proven
			where r.state = 'applied' and r.run_no > w.run_no) as doubtful
	from wanted w cross join known k
	group by k.jurisdiction, w.run_no;
