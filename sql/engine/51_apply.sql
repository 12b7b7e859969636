-- kind: marked
-- purpose: facts brought to their new images
-- locks: new objects only
--
-- Each fact has functions of its own. Those that C calls take its name and go on to its own, planned for what the stage holds then.

-- ── what hangs on what changed ──
-- Takes up the facts of a feed that have to be looked at because of what the feeds before it changed: outcomes and
-- accused of cases that came, went or changed in what is inherited from them, accused of changed outcomes.
-- EXCEPT, because it is never planned as a loop in a loop, however few keys the planner thinks there are.
-- @each feed of case@
create function engine.stage_dependents_@fact@() returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	if not exists (select from fact."@fact@") then
		return 0;
	end if;
	insert into stage."@fact@" (source, row_no, feed_hash, @given@)
	select f.source, -1000000000000::bigint - pg_catalog.row_number() over (), f.feed_hash, @given f@
	from (
		select @keys f@
		from (select d.case_key from stage.delta_case d group by d.case_key
			having pg_catalog.count(*) = 1
				or pg_catalog.count(distinct (d.source, d.district, d.station, d.registered_on, d.category, d.channel)) > 1) k
		join fact."@fact@" f on f.case_key = k.case_key
		-- @only feed of outcome@
		union
		-- outcomes that filled an empty fact leave no delta
		select @keys f@
		from (select d.case_key, d.accused_key from stage.delta_outcome d
			union
			select o.case_key, o.accused_key from stage.outcome o where not exists (select from stage.delta_outcome)) k
		join fact."@fact@" f on f.case_key = k.case_key and f.accused_key = k.accused_key
		-- @all@
		except select @keys s@ from stage."@fact@" s
		except select @keys x@ from stage.deleted_@fact@ x
	) k
	join fact."@fact@" f on @same_key k f@
	join stage.source g on g.source = f.source and g.state = 'read';
	get diagnostics touched = row_count;
	if touched > 0 then
		analyze stage."@fact@";
	end if;
	return touched;
end
$$;
-- @end@

create function engine.stage_dependents(feed_name text) returns bigint language plpgsql
set default_statistics_target = 20 set plan_cache_mode = force_custom_plan as $$
begin
	case feed_name
	-- @each feed of case@
	when '@fact@' then
		return engine.stage_dependents_@fact@();
	-- @end@
	else
		return 0;
	end case;
end
$$;

-- What the run before closed a feed of a source with.
create function engine.run_opening(of_source text, of_feed text, at_run bigint) returns bigint language sql stable as $$
	select coalesce((select r.closing from etl.run_feed r join etl.run u on u.run_no = r.run_no
		where r.source = of_source and r.feed = of_feed and r.run_no < at_run and u.state in ('applied', 'published', 'unchanged')
		order by r.run_no desc limit 1), 0)
$$;

-- Takes up the cases whose lifecycle may be another: those that this run changed, whose accused or outcomes it changed, all of
-- a source that has none yet, and all when the rules may have changed (engine.stage_all_facts put them there before).
-- Feeds that filled an empty fact leave no delta: what they staged stands for it.
create function engine.stage_lifecycles(at_run bigint) returns bigint language plpgsql
set default_statistics_target = 20 set plan_cache_mode = force_custom_plan as $$
declare
	touched bigint;
	new_sources text[] := array(
		select g.source from stage.source g
		join etl.run_feed k on k.run_no = at_run and k.source = g.source and k.feed = 'case' and k.closing > 0
		where g.state = 'read' and engine.run_opening(g.source, 'lifecycle', at_run) = 0);
begin
	if pg_catalog.cardinality(new_sources) > 0 then
		truncate stage.lifecycle;
		insert into stage.lifecycle (source, row_no, case_key)
		select c.source, 0, c.case_key from fact."case" c where c.source = any (new_sources);
	end if;
	create temporary table touched_case (case_key uuid) on commit drop;
	-- @each for lifecycle@
	if exists (select from stage.delta_@fact@) then
		insert into pg_temp.touched_case select distinct d.case_key from stage.delta_@fact@ d where d.source <> all (new_sources);
	else
		insert into pg_temp.touched_case select distinct s.case_key from stage."@fact@" s where s.source <> all (new_sources);
	end if;
	-- @end@
	analyze pg_temp.touched_case;
	insert into stage.lifecycle (source, row_no, case_key)
	select c.source, 0, c.case_key
	from (select t.case_key from pg_temp.touched_case t except select s.case_key from stage.lifecycle s) k
	join fact."case" c on c.case_key = k.case_key;
	insert into stage.deleted_lifecycle (source, case_key)
	select f.source, f.case_key
	from (select t.case_key from pg_temp.touched_case t except select c.case_key from pg_temp.touched_case t
		join fact."case" c on c.case_key = t.case_key) k
	join fact.lifecycle f on f.case_key = k.case_key;
	get diagnostics touched = row_count;
	drop table pg_temp.touched_case;
	analyze stage.lifecycle;
	return touched + (select pg_catalog.count(*) from stage.lifecycle);
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
			then pg_catalog.format('alter table fact.%I add primary key (%s)', fact_name, pg_catalog.array_to_string(engine.fact_keys(fact_name), ', ')) else
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
	return statements;
end
$$;

-- @each fact@
create function engine.fact_fill_@fact@(at_run bigint) returns void language plpgsql as $$
declare
	statements text[] := engine.fact_drop_indexes('@fact@');
	statement text;
begin
	insert into fact."@fact@" (@columns@, feed_hash, run_from) select @columns@, i.feed_hash, at_run from engine.image_@fact@ i;
	foreach statement in array statements loop
		execute statement;
	end loop;
	analyze fact."@fact@";
	update etl.cube c set built_run = null where c.built_run is not null;
end
$$;

-- ── a fact that is not ──
-- Old images with sign -1 and new ones with +1 of every fact that the stage changes, into stage.delta_@fact@.
create function engine.fact_differ_@fact@(at_run bigint) returns void language plpgsql as $$
begin
	insert into stage.delta_@fact@ (@columns@, feed_hash, run_from, sign)
	select @columns i@, i.feed_hash, at_run, 1 from engine.image_@fact@ i left join fact."@fact@" f on @same_key i f@
	where f.run_from is null or row(@columns i@) is distinct from row(@columns f@);
	insert into stage.delta_@fact@ (@columns@, feed_hash, run_from, sign)
	select @columns f@, f.feed_hash, f.run_from, -1
	from (select @keys d@ from stage.delta_@fact@ d where d.sign = 1 union select @keys x@ from stage.deleted_@fact@ x) k
	join fact."@fact@" f on @same_key f k@;
	analyze stage.delta_@fact@;
end
$$;

-- Closes the old versions and opens the new ones of what differs.
create function engine.fact_change_@fact@(at_run bigint) returns void language plpgsql as $$
begin
	if exists (select from stage.delta_@fact@) then
		insert into fact.@fact@_history (@columns@, feed_hash, run_from, run_to)
		select @columns@, d.feed_hash, d.run_from, at_run from stage.delta_@fact@ d where d.sign = -1;
		delete from fact."@fact@" f using stage.delta_@fact@ d
		where d.sign = -1 and @same_key f d@ and not exists (select from stage.delta_@fact@ n where n.sign = 1 and @same_key n d@);
		update fact."@fact@" f set @setting d@, feed_hash = d.feed_hash, run_from = d.run_from from stage.delta_@fact@ d
		where d.sign = 1 and @same_key f d@;
		insert into fact."@fact@" (@columns@, feed_hash, run_from)
		select @columns@, d.feed_hash, d.run_from from stage.delta_@fact@ d
		where d.sign = 1 and not exists (select from stage.delta_@fact@ o where o.sign = -1 and @same_key o d@);
	end if;
	-- the same fact from another row of the source
	-- @only feed@
	if exists (select from stage."@fact@") then
		update fact."@fact@" f set feed_hash = s.feed_hash from stage."@fact@" s
		where @same_key f s@ and f.feed_hash is distinct from s.feed_hash
			and not exists (select from stage.delta_@fact@ d where d.sign = 1 and @same_key d s@);
	end if;
	-- @all@
end
$$;

-- ── either ──
-- Brings the fact to its new image and returns the balance per source. opening is what the run before closed
-- with; the weekly proof of all counts the facts themselves.
create function engine.fact_apply_@fact@(at_run bigint)
returns table (source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint) language plpgsql as $$
declare
	filled boolean := not exists (select from fact."@fact@") and exists (select from stage."@fact@");
begin
	if filled then
		perform engine.fact_fill_@fact@(at_run);
	else
		perform engine.fact_differ_@fact@(at_run);
		perform engine.fact_change_@fact@(at_run);
	end if;
	return query
	select g.source, o.opening, coalesce(m.added, 0), coalesce(m.changed, 0), coalesce(m.deleted, 0),
		o.opening + coalesce(m.added, 0) - coalesce(m.deleted, 0)
	from stage.source g
	cross join lateral (select engine.run_opening(g.source, '@fact@', at_run) as opening) o
	left join (
		select f.source, pg_catalog.count(*) as added, 0::bigint as changed, 0::bigint as deleted
		from fact."@fact@" f where filled group by f.source
		union all
		select k.source, pg_catalog.count(*) filter (where k.news = 1 and k.olds = 0),
			pg_catalog.count(*) filter (where k.news = 1 and k.olds = 1),
			pg_catalog.count(*) filter (where k.news = 0 and k.olds = 1)
		from (select d.source, pg_catalog.count(*) filter (where d.sign = 1) as news,
				pg_catalog.count(*) filter (where d.sign = -1) as olds
			from stage.delta_@fact@ d where not filled group by d.source, @keys d@) k
		group by k.source) m on m.source = g.source
	where g.state = 'read'
	order by g.source collate "C";
end
$$;
-- @end@

create function engine.fact_apply(fact_name text, at_run bigint)
returns table (source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint) language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	case fact_name
	-- @each fact@
	when '@fact@' then
		return query select a.* from engine.fact_apply_@fact@(at_run) a;
	-- @end@
	end case;
end
$$;

-- ── the balance of all runs ──
-- Counts the facts themselves against what the runs say they closed with; one row per feed that differs.
create function engine.balance_faults(at_run bigint) returns table (source text, feed text, closing bigint, counted bigint)
language plpgsql as $$
begin
	-- @each fact@
	return query
	select coalesce(n.source, b.source), '@fact@', coalesce(b.closing, 0), coalesce(n.counted, 0)
	from (select f.source, pg_catalog.count(*) as counted from fact."@fact@" f group by f.source) n
	full join (select distinct on (r.source) r.source, r.closing from etl.run_feed r
		join etl.run u on u.run_no = r.run_no and u.state in ('applied', 'published', 'unchanged')
		where r.feed = '@fact@' and r.run_no <= at_run order by r.source, r.run_no desc) b on b.source = n.source
	where coalesce(b.closing, 0) <> coalesce(n.counted, 0);
	-- @end@
end
$$;
