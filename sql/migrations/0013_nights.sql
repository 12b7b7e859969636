-- kind: script
-- purpose: nights touch less: rows of cases are taken up only when what they inherit changes, cells are found once, facts are updated in place
-- locks: the facts, exclusively, for a moment
--
-- A fact is found by its keys; by the run that opened it only to go back in time, which looks at
-- all facts of a cube. An index on that run is what kept every update from staying on its page.
do $$
declare
	fact_name text;
begin
	foreach fact_name in array etl.feeds() loop
		execute format('drop index if exists fact.%I', fact_name || '_run');
		-- room on each page for the new version of a row
		execute format('alter table fact.%I set (fillfactor = 90)', fact_name);
	end loop;
end
$$;

-- Brings the stage to all that this run has to look at: what changed, what was refused before, and FIRs that
-- carry a changed FIR's number. What hangs on changed cases and outcomes follows when those have become
-- facts (etl.stage_dependents).
-- What the planner has to know of the stage is coarse: a fifth of the usual sample will do.
create or replace function etl.stage_complete(at_run bigint) returns void language plpgsql set default_statistics_target = 20 as $$
declare
	feed_name text;
	retried bigint;
begin
	-- without statistics a join with it is taken to leave next to nothing, and loops nest
	analyze stage.source;
	foreach feed_name in array etl.feeds() loop
		perform etl.stage_reduce(feed_name);
		perform etl.stage_settle_gone(feed_name);
		retried := etl.stage_retry(feed_name);
		perform etl.stage_resolve_districts(feed_name);
		execute pg_catalog.format('analyze stage.%I, stage.%I', feed_name, 'gone_' || feed_name);
		if retried > 0 then
			update etl.run_feed f set retried = f.retried + n.rows
			from (select r.source, pg_catalog.count(*) as rows from etl.reject r
				join stage.source g on g.source = r.source where r.feed = feed_name and r.cured_run is null group by r.source) n
			where f.run_no = at_run and f.feed = feed_name and f.source = n.source;
		end if;
	end loop;
	if etl.any_row('fact."case"') and etl.any_row('stage."case"') then
		-- the numbers of the stage are made distinct first, so that they go to the facts and not the facts to them
		perform etl.stage_from_facts('case', 1, '(select distinct s.source, s.district, s.station, s.fir_year,
				pg_catalog.upper(pg_catalog.btrim(s.fir_number)) as number from stage."case" s) k
			join fact."case" f on f.source = k.source and f.district = k.district and f.station = k.station
				and f.fir_year = k.fir_year and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.number');
		analyze stage."case";
	end if;
end
$$;

-- Takes up the facts of a feed that have to be looked at because of what the feeds before it changed: outcomes and
-- accused of cases that came, went or changed in what is inherited from them, accused of changed outcomes.
create function etl.stage_dependents(feed_name text) returns bigint language plpgsql set default_statistics_target = 20 as $$
declare
	touched bigint := 0;
begin
	if feed_name not in ('accused', 'outcome') or not etl.any_row(pg_catalog.format('fact.%I', feed_name)) then
		return 0;
	end if;
	if etl.any_row('stage.delta_case') then
		touched := etl.stage_from_facts(feed_name, 1, pg_catalog.format('(select d.case_key from stage.delta_case d group by d.case_key
				having pg_catalog.count(*) = 1
					or pg_catalog.count(distinct (d.source, d.district, d.station, d.registered_on, d.category, d.channel)) > 1) k
			join fact.%I f on f.case_key = k.case_key', feed_name));
	end if;
	if feed_name = 'accused' then
		-- outcomes that filled an empty fact leave no delta
		touched := touched + etl.stage_from_facts('accused', 2, pg_catalog.format('(select d.case_key, d.accused_key from stage.%I d group by 1, 2) k
			join fact.accused f on f.case_key = k.case_key and f.accused_key = k.accused_key',
			case when etl.any_row('stage.delta_outcome') then 'delta_outcome' else 'outcome' end));
	end if;
	if touched > 0 then
		execute pg_catalog.format('analyze stage.%I', feed_name);
	end if;
	return touched;
end
$$;

-- Closes the old versions and opens the new ones of what differs.
create or replace function etl.fact_change(fact_name text, at_run bigint) returns void language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
	delta text := 'delta_' || fact_name;
	setting text := (select pg_catalog.string_agg(pg_catalog.format('%1$s = d.%1$s', c), ', ')
		from pg_catalog.unnest(etl.fact_columns(fact_name)) c where c <> all (etl.fact_keys(fact_name)));
begin
	if etl.any_row(pg_catalog.format('stage.%I', delta)) then
		execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from, run_to)
			select %2$s, d.feed_hash, d.run_from, $1 from stage.%3$I d where d.sign = -1',
			fact_name || '_history', columns, delta) using at_run;
		execute pg_catalog.format('delete from fact.%1$I f using stage.%2$I d
			where d.sign = -1 and %3$s and not exists (select from stage.%2$I n where n.sign = 1 and %4$s)',
			fact_name, delta, etl.key_join(fact_name, 'f', 'd'), etl.key_join(fact_name, 'n', 'd'));
		execute pg_catalog.format('update fact.%1$I f set %2$s, feed_hash = d.feed_hash, run_from = d.run_from from stage.%3$I d
			where d.sign = 1 and %4$s', fact_name, setting, delta, etl.key_join(fact_name, 'f', 'd'));
		execute pg_catalog.format('insert into fact.%1$I (%2$s, feed_hash, run_from)
			select %2$s, d.feed_hash, d.run_from from stage.%3$I d
			where d.sign = 1 and not exists (select from stage.%3$I o where o.sign = -1 and %4$s)',
			fact_name, columns, delta, etl.key_join(fact_name, 'o', 'd'));
	end if;
	-- the same fact from another row of the source
	if etl.any_row(pg_catalog.format('stage.%I', fact_name)) then
		execute pg_catalog.format('update fact.%1$I f set feed_hash = s.feed_hash from stage.%1$I s
			where %2$s and f.feed_hash is distinct from s.feed_hash
				and not exists (select from stage.%3$I d where d.sign = 1 and %4$s)',
			fact_name, etl.key_join(fact_name, 'f', 's'), delta, etl.key_join(fact_name, 'd', 's'));
	end if;
end
$$;

-- The keys of a cube in the order in which reports ask for its cells and nights touch them: by district, then
-- by day, so that what is recent in a district lies together. A house's days end in _on, its months in _month.
create function etl.cube_order(c etl.cube, prefix text) returns text language sql stable as $$
	select pg_catalog.string_agg(prefix || pg_catalog.quote_ident(k.name), ', '
		order by case when k.name = 'district' then 0 when k.name ~ '_(on|month)$' then 1 else 2 end, k.place)
	from pg_catalog.unnest(c.keys) with ordinality as k (name, place)
$$;

-- Adds the signed facts of the run to a cube's cells and proves what it touched: the checksum of the touched
-- cells has to change by exactly that of the signed facts, and no count may fall below zero. Returns the
-- cells touched. A cube that fails is left for the publication to be stopped by its proof.
create or replace function etl.cube_apply(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	c etl.cube;
	keys text;
	counts text;
	emptied text;
	before_sum numeric;
	after_sum numeric;
	facts numeric;
	touched bigint;
	negative bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') into keys from pg_catalog.unnest(c.keys) x;
	select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', '),
		pg_catalog.string_agg(pg_catalog.format('t.%I + t.%I = 0', 'had_' || x, x), ' and ')
	into counts, emptied from pg_catalog.unnest(c.counts) x;
	-- what is added, beside what the cell had and where it lies: cells are looked up once. Only the run at work
	-- writes them, so that they stay where they were found. In the order of the keys, pages are met once.
	execute pg_catalog.format('create temporary table touched_cell on commit drop as
		select t.*, d.ctid as place, %1$s from (%2$s) t left join cube.%3$I d on %4$s order by %5$s',
		(select pg_catalog.string_agg(pg_catalog.format('coalesce(d.%I, 0) as %I', n, 'had_' || n), ', ') from pg_catalog.unnest(c.counts) n),
		etl.cube_cells(c, 'delta'), cube_name,
		(select pg_catalog.string_agg(pg_catalog.format('d.%1$I = t.%1$I', k), ' and ') from pg_catalog.unnest(c.keys) k),
		etl.cube_order(c, 't.'));
	get diagnostics touched = row_count;
	if touched > 0 then
		analyze touched_cell;
		execute pg_catalog.format('select %s from (%s) d', etl.cube_checksum(c), etl.cube_select(c, 'delta')) into facts using at_run;
		execute pg_catalog.format('select %s from (select %s, %s from touched_cell t where t.place is not null) d', etl.cube_checksum(c), keys,
			(select pg_catalog.string_agg(pg_catalog.format('t.%I as %I', 'had_' || n, n), ', ') from pg_catalog.unnest(c.counts) n))
		into before_sum using at_run;
		execute pg_catalog.format('
			with gone as (
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
			keys, counts, etl.cube_checksum(c))
		into after_sum, negative using at_run;
	end if;
	drop table touched_cell;
	insert into etl.proof (run_no, cube, proven, facts_sum, cells_sum, cells, scope)
	values (at_run, cube_name, coalesce(after_sum - before_sum = facts and negative = 0, true), coalesce(facts, 0),
		coalesce(after_sum - before_sum, 0), touched, 'touched');
	return touched;
end
$$;

-- Makes a table of a cube's cells in the order of etl.cube_order, under any name; returns how many.
create or replace function etl.cube_table(cube_name text, table_name text, data text) returns bigint language plpgsql as $$
declare
	c etl.cube;
	touched bigint;
	found_columns text[];
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	execute pg_catalog.format('create table cube.%I with (fillfactor = 90) as select * from (%s) cells order by %s %s',
		table_name, etl.cube_cells(c, 'all'), etl.cube_order(c, ''), data);
	get diagnostics touched = row_count;
	select array_agg(a.attname::text order by a.attnum) into found_columns from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('cube.%I', table_name)) and a.attnum > 0;
	if found_columns <> c.keys || c.counts then
		raise exception 'cube "%" yields other columns than its keys and counts', cube_name;
	end if;
	-- in one statement, which looks at the rows once
	execute pg_catalog.format('alter table cube.%I %s, add primary key (%s)', table_name,
		(select pg_catalog.string_agg(pg_catalog.format('alter column %I set not null', f), ', ') from pg_catalog.unnest(found_columns) f),
		etl.cube_order(c, ''));
	return touched;
end
$$;
