-- kind: script
-- purpose: the stage: what landed is reduced to what changed, and what it hangs together with is taken up
-- locks: new objects only

create function engine.key_domain(of_source text) returns text language sql stable as $$
	select coalesce(
		(select coalesce(s.key_domain, s.source) from etl.source s where s.source = of_source),
		-- a new source under a name whose keys belong to a renamed one
		(select of_source || '~' || 1 + pg_catalog.count(*) from etl.source s
			where coalesce(s.key_domain, s.source) ~ ('^' || of_source || '(~[0-9]+)?$') having pg_catalog.count(*) > 0),
		of_source)
$$;

-- Empties the stage. Tables that no migration made are dropped.
create function engine.stage_clear() returns void language plpgsql as $$
declare
	table_name text;
	kept text[] := array['source', 'refusal', 'meaning'] || engine.facts()
		|| array(select p || f from pg_catalog.unnest(engine.facts()) f cross join pg_catalog.unnest(array['delta_', 'whole_', 'gone_']) p);
begin
	for table_name in
		select c.relname from pg_catalog.pg_class c
		where c.relnamespace = 'stage'::pg_catalog.regnamespace and c.relkind = 'r'
		order by c.relname collate "C"
	loop
		if table_name <> all (kept) then
			execute pg_catalog.format('drop table stage.%I', table_name);
		elsif engine.any_row(pg_catalog.format('stage.%I', table_name)) then
			execute pg_catalog.format('truncate stage.%I', table_name);
		end if;
	end loop;
end
$$;

-- A source that went away in the middle is as if it had not been read.
create function engine.stage_drop_source(at_run bigint, from_source text) returns void language plpgsql as $$
declare
	table_name text;
begin
	foreach table_name in array engine.feeds() || array(
		select p || f from pg_catalog.unnest(engine.feeds()) f cross join pg_catalog.unnest(array['whole_', 'gone_']) p)
	loop
		execute pg_catalog.format('delete from stage.%I s where s.source = $1', table_name) using from_source;
	end loop;
	delete from stage.source s where s.source = from_source;
	delete from etl.run_feed f where f.run_no = at_run and f.source = from_source;
end
$$;

-- A ledger notes rows, and a key that was given twice stands in several. True when one of them was noted and not all
-- of them have come: which of the rows known has changed cannot be told, and the source has to be read whole.
create function engine.stage_is_torn(from_source text) returns boolean language plpgsql as $$
declare
	feed_name text;
	torn boolean;
begin
	foreach feed_name in array engine.feeds() loop
		execute pg_catalog.format('select exists (
			select from (
				select o.row_key, pg_catalog.count(*) as refused from etl.reject o
				where o.source = $1 and o.feed = $2 and o.cured_run is null and o.code = ''duplicate-key'' group by o.row_key) t
			join (select %1$s as row_key from stage.%2$I s where s.source = $1
				union select %1$s from stage.%3$I s where s.source = $1) n on n.row_key = t.row_key
			left join (select %1$s as row_key, pg_catalog.count(*) as given from stage.%2$I s
				where s.source = $1 group by 1) g on g.row_key = t.row_key
			where coalesce(g.given, 0) < t.refused + 1)', engine.key_text(feed_name, 's'), feed_name, 'gone_' || feed_name)
		into torn using from_source, feed_name;
		if torn then
			return true;
		end if;
	end loop;
	return false;
end
$$;

-- ── whole sources ──
-- The day of a landed row, by which a back-fill takes or leaves it.
create function engine.landed_day(feed_name text) returns text language sql stable as $$
	select coalesce(f.landed, 'w.' || f.day) from etl.fact f where f.fact = feed_name
$$;

-- Reduces what landed of whole sources to what differs from the facts: rows whose key is unknown or whose
-- hash is another, and rows that were refused before. Keys that did not land are gone.
-- All rows of a key go together, and so do those of a key given twice, were they the same to the letter.
create function engine.stage_reduce(feed_name text) returns void language plpgsql as $$
declare
	join_facts text := engine.key_join(feed_name, 'w', 'f');
	keys text := engine.key_list(feed_name, 'w');
	first_key text := (engine.fact_keys(feed_name))[1];
	in_period text := pg_catalog.format('(g.extent <> ''period'' or %s between g.period_from and g.period_to
		or f.%I between g.period_from and g.period_to%s)', engine.landed_day(feed_name), engine.fact_day(feed_name),
		-- cases were reduced first, and a new one is no fact yet
		case when engine.inherits(feed_name, 'case') then ' or w.case_key in (select k.case_key from stage."case" k)' else '' end);
begin
	if not exists (select from stage.source g where g.state = 'read' and g.extent in ('whole', 'period')) then
		if engine.any_row(pg_catalog.format('stage.%I', 'whole_' || feed_name)) then
			raise exception 'rows of feed "%" landed whole, but no source was read whole', feed_name;
		end if;
		return;
	end if;
	execute pg_catalog.format('analyze stage.%I', 'whole_' || feed_name);
	execute pg_catalog.format('create temporary table opened on commit drop as
		select distinct r.source, %s from etl.reject r
		join stage.source g on g.source = r.source and g.state = ''read'' and g.extent in (''whole'', ''period'')
		where r.feed = $1 and r.cured_run is null and r.row_key not like ''@%%''', engine.key_parts(feed_name, 'r')) using feed_name;
	execute pg_catalog.format('create temporary table differing on commit drop as
		select %1$s from stage.%2$I w join stage.source g on g.source = w.source left join fact.%3$I f on %4$s
			where f.feed_hash is distinct from w.feed_hash and %5$s
		union
		(select %1$s from stage.%2$I w join stage.source g on g.source = w.source left join fact.%3$I f on %4$s
			where %5$s group by %1$s having pg_catalog.count(*) > 1)
		union
		select %6$s from opened o', keys, 'whole_' || feed_name, feed_name, join_facts, in_period, engine.key_list(feed_name, 'o'));
	analyze differing;
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, origin, feed_hash, %2$s)
		select w.source, w.row_no, w.origin, w.feed_hash, %3$s from stage.%4$I w join differing d on %5$s
		union all
		select w.source, w.row_no, w.origin, w.feed_hash, %3$s from stage.%4$I w where pg_catalog.num_nulls(%6$s) > 0',
		feed_name, engine.feed_list(feed_name, ''), engine.feed_list(feed_name, 'w.'), 'whole_' || feed_name,
		engine.key_join(feed_name, 'w', 'd'), keys);
	execute pg_catalog.format('insert into stage.%1$I
		select f.source, %2$s from fact.%3$I f
		join stage.source g on g.source = f.source and g.state = ''read'' and g.extent in (''whole'', ''period'')
		left join stage.%4$I w on %5$s
		where w.%6$I is null and (g.extent = ''whole'' or f.%7$I between g.period_from and g.period_to)
			and not exists (select from stage.%8$I s where %9$s)
		union
		(select o.source, %10$s from opened o
			except select o.source, %10$s from opened o join stage.%4$I w on %11$s
			except select o.source, %10$s from opened o join stage.%8$I s on %12$s)',
		'gone_' || feed_name, engine.key_list(feed_name, 'f'), feed_name, 'whole_' || feed_name, join_facts, first_key,
		engine.fact_day(feed_name), feed_name, engine.key_join(feed_name, 's', 'f'), engine.key_list(feed_name, 'o'),
		engine.key_join(feed_name, 'w', 'o'), engine.key_join(feed_name, 's', 'o'));
	drop table opened, differing;
end
$$;

-- Keys that a ledger noted and whose row is still there have not gone.
create function engine.stage_settle_gone(feed_name text) returns void language plpgsql as $$
begin
	execute pg_catalog.format('delete from stage.%I x using stage.%I s where %s', 'gone_' || feed_name, feed_name,
		engine.key_join(feed_name, 'x', 's'));
end
$$;

-- ── taken up again ──
-- Takes facts up again as rows of the stage: those whose keys are given by KEYS_FROM, a FROM item named k
-- that joins to f, and that are neither staged nor gone. BATCH keeps the row numbers of two calls apart.
-- EXCEPT, because it is never planned as a loop in a loop, however few keys the planner thinks there are.
create function engine.stage_from_facts(feed_name text, batch integer, keys_from text) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, feed_hash, %2$s)
		select f.source, -1000000000000::bigint * %9$s - pg_catalog.row_number() over (), f.feed_hash, %3$s
		from (select %4$s from %5$s except select %7$s from stage.%1$I s except select %7$s from stage.%8$I s) x
		join fact.%1$I f on %6$s
		join stage.source g on g.source = f.source and g.state = ''read''',
		feed_name, engine.feed_list(feed_name, ''), engine.feed_list(feed_name, 'f.'), engine.key_list(feed_name, 'f'), keys_from,
		engine.key_join(feed_name, 'x', 'f'), engine.key_list(feed_name, 's'), 'gone_' || feed_name, batch);
	get diagnostics touched = row_count;
	return touched;
end
$$;

-- Sources that this run does not read take part with what they were refused for another source's sake: when that one gives
-- the record up, it is theirs.
create function engine.stage_rests() returns void language plpgsql as $$
begin
	update stage.source g set rests = g.state, state = 'read', extent = 'changes'
	where g.state <> 'read' and exists (select from etl.reject r
		where r.source = g.source and r.cured_run is null and r.code = 'duplicate-source');
	insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
		position, identity, note, rests, latest)
	select s.source, s.mapping, s.jurisdiction, s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
		'changes', 'read', s.position, s.identity, s.note, 'none', engine.run_latest()
	from etl.source s
	where s.last_run is not null and s.as_at is not null and not exists (select from stage.source g where g.source = s.source)
		and exists (select from etl.reject r where r.source = s.source and r.cured_run is null and r.code = 'duplicate-source');
end
$$;

-- Tries refused rows again, as they were given, each as often as it was. What was read whole has come again by itself. A case
-- that another source has waits until something happens to the other's.
create function engine.stage_retry(feed_name text) returns bigint language plpgsql as $$
declare
	touched bigint;
	waits text := 'false';
begin
	create temporary table freed_case (district text, fir_year integer, number text) on commit drop;
	if feed_name = 'case' and engine.any_row('fact."case"') then
		insert into freed_case
		select distinct f.district, f.fir_year, pg_catalog.upper(pg_catalog.btrim(f.fir_number))
		from (select s.case_key from stage."case" s union select x.case_key from stage.gone_case x) k
		join fact."case" f on f.case_key = k.case_key;
		analyze freed_case;
		waits := 'o.code = ''duplicate-source'' and not exists (select from pg_temp.freed_case c where c.district = o.district
			and c.fir_year = (o.content ->> ''fir_year'')::integer
			and c.number = pg_catalog.upper(pg_catalog.btrim(o.content ->> ''fir_number'')))';
	end if;
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, origin, feed_hash, %2$s)
		select r.source, -r.reject_no, r.origin, r.feed_hash, %3$s
		from (
			select distinct on (o.source, o.row_key, o.feed_hash, o.twin, o.nth) o.source, o.reject_no, o.feed_hash, o.row_key,
				o.file || '':'' || o.line as origin, pg_catalog.jsonb_populate_record(null::stage.%1$I, o.content) as given
			from (
				select o.*, o.code = ''duplicate-key'' as twin, pg_catalog.row_number() over (
					partition by o.source, o.row_key, o.feed_hash, o.code, o.field order by o.copy_no, o.reject_no) as nth
				from etl.reject o
				join stage.source g on g.source = o.source and g.state = ''read'' and g.extent = ''changes''
				where o.feed = $1 and o.cured_run is null and o.row_key not like ''@%%'' and o.content is not null and not (%8$s)
			) o
			order by o.source, o.row_key, o.feed_hash, o.twin, o.nth, o.reject_no
		) r
		join (
			select o.reject_no from etl.reject o where o.feed = $1 and o.cured_run is null
			except
			select p.reject_no from (select o.reject_no, %4$s from etl.reject o
				where o.feed = $1 and o.cured_run is null and o.row_key not like ''@%%'') p
			join (select %5$s from stage.%1$I s union select %5$s from stage.%6$I s) s on %7$s
		) n on n.reject_no = r.reject_no',
		feed_name, engine.feed_list(feed_name, ''), engine.feed_list(feed_name, '(r.given).'), engine.key_parts(feed_name, 'o'),
		engine.key_list(feed_name, 's'), 'gone_' || feed_name, engine.key_join(feed_name, 's', 'p'), waits)
	using feed_name;
	get diagnostics touched = row_count;
	drop table freed_case;
	-- of a key given twice, the row that was counted stands against the other again, which may be the same to the letter
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, feed_hash, %2$s)
		select f.source, -4000000000000::bigint - pg_catalog.row_number() over (), f.feed_hash, %3$s
		from (select distinct %4$s from stage.%1$I s
			join etl.reject o on o.reject_no = -s.row_no and o.code = ''duplicate-key'') x
		join fact.%1$I f on %5$s
		where not exists (select from stage.%1$I s where %6$s and s.feed_hash = f.feed_hash
			and s.row_no not in (select -o.reject_no from etl.reject o
				where o.feed = $1 and o.cured_run is null and o.code = ''duplicate-key''))',
		feed_name, engine.feed_list(feed_name, ''), engine.feed_list(feed_name, 'f.'), engine.key_list(feed_name, 's'),
		engine.key_join(feed_name, 'x', 'f'), engine.key_join(feed_name, 's', 'f'))
	using feed_name;
	return touched;
end
$$;

-- ── all of it ──
-- Brings the stage to all that this run has to look at: what changed, what was refused before, and FIRs that
-- carry a changed FIR's number. What hangs on changed cases and outcomes follows when those have become
-- facts (engine.stage_dependents).
-- What the planner has to know of the stage is coarse: a fifth of the usual sample will do.
create function engine.stage_complete(at_run bigint) returns void language plpgsql set default_statistics_target = 20 as $$
declare
	feed_name text;
	retried bigint;
begin
	perform engine.stage_rests();
	-- without statistics a join with it is taken to leave next to nothing, and loops nest
	analyze stage.source;
	foreach feed_name in array engine.feeds() loop
		perform engine.stage_reduce(feed_name);
		perform engine.stage_settle_gone(feed_name);
		retried := engine.stage_retry(feed_name);
		perform engine.stage_resolve_districts(feed_name);
		execute pg_catalog.format('analyze stage.%I, stage.%I', feed_name, 'gone_' || feed_name);
		if retried > 0 then
			update etl.run_feed f set retried = f.retried + n.rows
			from (select r.source, pg_catalog.count(*) as rows from etl.reject r
				join stage.source g on g.source = r.source where r.feed = feed_name and r.cured_run is null group by r.source) n
			where f.run_no = at_run and f.feed = feed_name and f.source = n.source;
		end if;
	end loop;
	if engine.any_row('fact."case"') and engine.any_row('stage."case"') then
		-- the numbers of the stage are made distinct first, so that they go to the facts and not the facts to them
		perform engine.stage_from_facts('case', 1, '(select distinct s.source, a.district, a.station, s.fir_year,
				pg_catalog.upper(pg_catalog.btrim(s.fir_number)) as number from stage."case" s
				join (select w.district, w.station, engine.fold(w.station) as fold
					from (select distinct t.district, t.station from stage."case" t) w) n on n.district = s.district and n.station = s.station
				join engine.stations_known() a on a.district = n.district and a.fold = n.fold) k
			join fact."case" f on f.source = k.source and f.district = k.district and f.station = k.station
				and f.fir_year = k.fir_year and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.number');
		analyze stage."case";
	end if;
end
$$;

-- Takes up all facts and refused rows of the sources of the warehouse: a reclassification reads no source.
create function engine.stage_all_facts(at_run bigint) returns void language plpgsql as $$
declare
	feed_name text;
begin
	foreach feed_name in array engine.feeds() loop
		perform engine.stage_retry(feed_name);
		perform engine.stage_from_facts(feed_name, 3, pg_catalog.format('fact.%I f', feed_name));
		execute pg_catalog.format('insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)
			select $1, s.source, $2, 0, 0, 0 from stage.%I s group by s.source', feed_name) using at_run, feed_name;
	end loop;
	insert into stage.course (source, row_no, case_key)
	select c.source, 0, c.case_key from fact."case" c join stage.source g on g.source = c.source and g.state = 'read';
end
$$;
