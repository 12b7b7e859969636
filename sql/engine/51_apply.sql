-- kind: script
-- purpose: facts brought to their new images
-- locks: new objects only

-- ── what hangs on what changed ──
-- Takes up the facts of a feed that have to be looked at because of what the feeds before it changed: outcomes and
-- accused of cases that came, went or changed in what is inherited from them, accused of changed outcomes.
create function engine.stage_dependents(feed_name text) returns bigint language plpgsql set default_statistics_target = 20 as $$
declare
	touched bigint := 0;
begin
	if not engine.inherits(feed_name, 'case') or not engine.any_row(pg_catalog.format('fact.%I', feed_name)) then
		return 0;
	end if;
	if engine.any_row('stage.delta_case') then
		touched := engine.stage_from_facts(feed_name, 1, pg_catalog.format('(select d.case_key from stage.delta_case d group by d.case_key
				having pg_catalog.count(*) = 1
					or pg_catalog.count(distinct (d.source, d.district, d.station, d.registered_on, d.category, d.channel)) > 1) k
			join fact.%I f on f.case_key = k.case_key', feed_name));
	end if;
	if engine.inherits(feed_name, 'outcome') then
		-- outcomes that filled an empty fact leave no delta
		touched := touched + engine.stage_from_facts('accused', 2, pg_catalog.format('(select d.case_key, d.accused_key from stage.%I d group by 1, 2) k
			join fact.accused f on f.case_key = k.case_key and f.accused_key = k.accused_key',
			case when engine.any_row('stage.delta_outcome') then 'delta_outcome' else 'outcome' end));
	end if;
	if touched > 0 then
		execute pg_catalog.format('analyze stage.%I', feed_name);
	end if;
	return touched;
end
$$;

-- Takes up the cases whose course may be another: those that this run changed, whose accused or outcomes it changed, all of
-- a source that has none yet, and all when the rules may have changed (engine.stage_all_facts put them there before).
-- Feeds that filled an empty fact leave no delta: what they staged stands for it.
create function engine.stage_courses(at_run bigint) returns bigint language plpgsql set default_statistics_target = 20 as $$
declare
	touched bigint;
	feed_name text;
	new_sources text[] := array(
		select g.source from stage.source g
		join etl.run_feed k on k.run_no = at_run and k.source = g.source and k.feed = 'case' and k.closing > 0
		where g.state = 'read' and coalesce((select r.closing from etl.run_feed r join etl.run u on u.run_no = r.run_no
			where r.source = g.source and r.feed = 'course' and r.run_no < at_run and u.state in ('applied', 'published', 'unchanged')
			order by r.run_no desc limit 1), 0) = 0);
begin
	if pg_catalog.cardinality(new_sources) > 0 then
		truncate stage.course;
		insert into stage.course (source, row_no, case_key)
		select c.source, 0, c.case_key from fact."case" c where c.source = any (new_sources);
	end if;
	create temporary table touched_case (case_key uuid) on commit drop;
	for feed_name in select k.name from etl.fact f cross join lateral pg_catalog.jsonb_object_keys(f.inherits) as k (name) where f.fact = 'course' loop
		execute pg_catalog.format('insert into pg_temp.touched_case select distinct d.case_key from stage.%I d where d.source <> all ($1)',
			case when engine.any_row(pg_catalog.format('stage.%I', 'delta_' || feed_name)) then 'delta_' || feed_name else feed_name end)
		using new_sources;
	end loop;
	analyze pg_temp.touched_case;
	insert into stage.course (source, row_no, case_key)
	select c.source, 0, c.case_key
	from (select t.case_key from pg_temp.touched_case t except select s.case_key from stage.course s) k
	join fact."case" c on c.case_key = k.case_key;
	insert into stage.gone_course (source, case_key)
	select f.source, f.case_key
	from (select t.case_key from pg_temp.touched_case t except select c.case_key from pg_temp.touched_case t
		join fact."case" c on c.case_key = t.case_key) k
	join fact.course f on f.case_key = k.case_key;
	get diagnostics touched = row_count;
	drop table pg_temp.touched_case;
	analyze stage.course;
	return touched + (select pg_catalog.count(*) from stage.course);
end
$$;

-- ── a fact that is empty ──
-- A fact with no row takes the stage as it is, its indexes made afterwards; cubes are then built, not patched.
-- Returns the statements that make its indexes again.
create function engine.fact_drop_indexes(fact_name text) returns text[] language plpgsql as $$
declare
	statements text[];
	dropping record;
begin
	select array_agg(case when i.indisprimary
			then pg_catalog.format('alter table fact.%I add primary key (%s)', fact_name, engine.key_list(fact_name, 'x')) else
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

create function engine.fact_fill(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(engine.fact_columns(fact_name), ', ');
	statements text[] := engine.fact_drop_indexes(fact_name);
	statement text;
begin
	execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from) select %2$s, i.feed_hash, $1 from engine.%3$I i',
		fact_name, columns, 'image_' || fact_name) using at_run;
	foreach statement in array statements loop
		execute statement;
	end loop;
	execute pg_catalog.format('analyze fact.%I', fact_name);
	update etl.cube c set built_run = null where c.built_run is not null;
end
$$;

-- ── a fact that is not ──
-- Old images with sign -1 and new ones with +1 of every fact that the stage changes, into stage.delta_<fact>.
create function engine.fact_differ(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(engine.fact_columns(fact_name), ', ');
	mine text := (select pg_catalog.string_agg('i.' || c, ', ') from pg_catalog.unnest(engine.fact_columns(fact_name)) c);
	theirs text := (select pg_catalog.string_agg('f.' || c, ', ') from pg_catalog.unnest(engine.fact_columns(fact_name)) c);
begin
	execute pg_catalog.format('insert into stage.%1$I (%2$s, feed_hash, run_from, sign)
		select %3$s, i.feed_hash, $1, 1 from engine.%4$I i left join fact.%5$I f on %6$s
		where f.run_from is null or row(%3$s) is distinct from row(%7$s)',
		'delta_' || fact_name, columns, mine, 'image_' || fact_name, fact_name, engine.key_join(fact_name, 'i', 'f'), theirs)
	using at_run;
	execute pg_catalog.format('insert into stage.%1$I (%2$s, feed_hash, run_from, sign)
		select %3$s, f.feed_hash, f.run_from, -1
		from (select %4$s from stage.%1$I d where d.sign = 1 union select %5$s from stage.%6$I x) k
		join fact.%7$I f on %8$s',
		'delta_' || fact_name, columns, theirs, engine.key_list(fact_name, 'd'), engine.key_list(fact_name, 'x'),
		'gone_' || fact_name, fact_name, engine.key_join(fact_name, 'f', 'k'));
	execute pg_catalog.format('analyze stage.%I', 'delta_' || fact_name);
end
$$;

-- Closes the old versions and opens the new ones of what differs.
create function engine.fact_change(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(engine.fact_columns(fact_name), ', ');
	delta text := 'delta_' || fact_name;
	setting text := (select pg_catalog.string_agg(pg_catalog.format('%1$s = d.%1$s', c), ', ')
		from pg_catalog.unnest(engine.fact_columns(fact_name)) c where c <> all (engine.fact_keys(fact_name)));
begin
	if engine.any_row(pg_catalog.format('stage.%I', delta)) then
		execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from, run_to)
			select %2$s, d.feed_hash, d.run_from, $1 from stage.%3$I d where d.sign = -1',
			fact_name || '_history', columns, delta) using at_run;
		execute pg_catalog.format('delete from fact.%1$I f using stage.%2$I d
			where d.sign = -1 and %3$s and not exists (select from stage.%2$I n where n.sign = 1 and %4$s)',
			fact_name, delta, engine.key_join(fact_name, 'f', 'd'), engine.key_join(fact_name, 'n', 'd'));
		execute pg_catalog.format('update fact.%1$I f set %2$s, feed_hash = d.feed_hash, run_from = d.run_from from stage.%3$I d
			where d.sign = 1 and %4$s', fact_name, setting, delta, engine.key_join(fact_name, 'f', 'd'));
		execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from)
			select %2$s, d.feed_hash, d.run_from from stage.%3$I d
			where d.sign = 1 and not exists (select from stage.%3$I o where o.sign = -1 and %4$s)',
			fact_name, columns, delta, engine.key_join(fact_name, 'o', 'd'));
	end if;
	-- the same fact from another row of the source
	if engine.any_row(pg_catalog.format('stage.%I', fact_name)) then
		execute pg_catalog.format('update fact.%1$I f set feed_hash = s.feed_hash from stage.%1$I s
			where %2$s and f.feed_hash is distinct from s.feed_hash
				and not exists (select from stage.%3$I d where d.sign = 1 and %4$s)',
			fact_name, engine.key_join(fact_name, 'f', 's'), delta, engine.key_join(fact_name, 'd', 's'));
	end if;
end
$$;

-- ── either ──
-- Brings one fact to its new image and returns the balance per source. opening is what the run before closed
-- with; the weekly proof of all counts the facts themselves.
create function engine.fact_apply(fact_name text, at_run bigint)
returns table (source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint)
language plpgsql as $$
declare
	filled boolean := not engine.any_row(pg_catalog.format('fact.%I', fact_name))
		and engine.any_row(pg_catalog.format('stage.%I', fact_name));
	keys text := engine.key_list(fact_name, 'd');
begin
	if filled then
		perform engine.fact_fill(fact_name, at_run);
	else
		perform engine.fact_differ(fact_name, at_run);
		perform engine.fact_change(fact_name, at_run);
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

-- ── the balance of all runs ──
-- Counts the facts themselves against what the runs say they closed with; one row per feed that differs.
create function engine.balance_faults(at_run bigint) returns table (source text, feed text, closing bigint, counted bigint)
language plpgsql as $$
declare
	fact_name text;
begin
	foreach fact_name in array engine.facts() loop
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
