-- kind: marked
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
	kept text[] := array['source', 'reject', 'meaning'] || engine.facts()
		|| array(select p || f from pg_catalog.unnest(engine.facts()) f cross join pg_catalog.unnest(array['delta_', 'full_', 'deleted_']) p);
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
begin
	-- @each feed@
	delete from stage."@fact@" s where s.source = from_source;
	delete from stage.full_@fact@ s where s.source = from_source;
	delete from stage.deleted_@fact@ s where s.source = from_source;
	-- @end@
	delete from stage.source s where s.source = from_source;
	delete from etl.run_feed f where f.run_no = at_run and f.source = from_source;
end
$$;

-- A ledger notes rows, and a key that was given twice stands in several. True when one of them was noted and not all
-- of them have come: which of the rows known has changed cannot be told, and the source has to be read in full.
create function engine.stage_is_torn(from_source text) returns boolean language plpgsql as $$
begin
	-- @each feed@
	if exists (
		select from (
			select o.row_key, pg_catalog.count(*) as rejected from etl.reject o
			where o.source = from_source and o.feed = '@fact@' and o.resolved_run is null and o.code = 'duplicate-key' group by o.row_key) t
		join (select @key_text s@ as row_key from stage."@fact@" s where s.source = from_source
			union select @key_text s@ from stage.deleted_@fact@ s where s.source = from_source) n on n.row_key = t.row_key
		left join (select @key_text s@ as row_key, pg_catalog.count(*) as given from stage."@fact@" s
			where s.source = from_source group by 1) g on g.row_key = t.row_key
		where coalesce(g.given, 0) < t.rejected + 1)
	then
		return true;
	end if;
	-- @end@
	return false;
end
$$;

-- ── sources read in full ──
-- Reduces what landed of sources that were read in full to what differs from the facts: rows whose key is unknown or whose
-- hash is another, and rows that were rejected before. Keys that did not land are deleted.
-- All rows of a key go together, and so do those of a key given twice, were they the same to the letter.
-- @each feed@
create function engine.stage_reduce_@fact@() returns void language plpgsql as $$
begin
	if not exists (select from stage.source g where g.state = 'read' and g.extent in ('full', 'period')) then
		if exists (select from stage.full_@fact@) then
			raise exception 'rows of feed "@fact@" landed in full, but no source was read in full';
		end if;
		return;
	end if;
	analyze stage.full_@fact@;
	create temporary table opened on commit drop as
		select distinct r.source, @key_parts r@ from etl.reject r
		join stage.source g on g.source = r.source and g.state = 'read' and g.extent in ('full', 'period')
		where r.feed = '@fact@' and r.resolved_run is null and r.row_key not like '@%';
	create temporary table differing on commit drop as
		select @keys w@ from stage.full_@fact@ w join stage.source g on g.source = w.source left join fact."@fact@" f on @same_key w f@
			where f.feed_hash is distinct from w.feed_hash and @in_period@
		union
		(select @keys w@ from stage.full_@fact@ w join stage.source g on g.source = w.source left join fact."@fact@" f on @same_key w f@
			where @in_period@ group by @keys w@ having pg_catalog.count(*) > 1)
		union
		select @keys o@ from opened o;
	analyze differing;
	insert into stage."@fact@" (source, row_no, origin, feed_hash, @given@)
		select w.source, w.row_no, w.origin, w.feed_hash, @given w@ from stage.full_@fact@ w join differing d on @same_key w d@
		union all
		select w.source, w.row_no, w.origin, w.feed_hash, @given w@ from stage.full_@fact@ w where pg_catalog.num_nulls(@keys w@) > 0;
	insert into stage.deleted_@fact@
		select f.source, @keys f@ from fact."@fact@" f
		join stage.source g on g.source = f.source and g.state = 'read' and g.extent in ('full', 'period')
		left join stage.full_@fact@ w on @same_key w f@
		where w.@first_key@ is null and (g.extent = 'full' or f.@day@ between g.period_from and g.period_to)
			and not exists (select from stage."@fact@" s where @same_key s f@)
		union
		(select o.source, @keys o@ from opened o
			except select o.source, @keys o@ from opened o join stage.full_@fact@ w on @same_key w o@
			except select o.source, @keys o@ from opened o join stage."@fact@" s on @same_key s o@);
	drop table opened, differing;
end
$$;
-- @end@

-- ── taken up again ──
-- Sources that this run does not read take part with what of them was rejected for another source's sake: when that one gives
-- the record up, it is theirs.
create function engine.stage_rests() returns void language plpgsql as $$
begin
	update stage.source g set rests = g.state, state = 'read', extent = 'changes'
	where g.state <> 'read' and exists (select from etl.reject r
		where r.source = g.source and r.resolved_run is null and r.code = 'duplicate-source');
	insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
		position, identity, note, rests, latest)
	select s.source, s.mapping, s.jurisdiction, s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
		'changes', 'read', s.position, s.identity, s.note, 'none', engine.run_latest()
	from etl.source s
	where s.last_run is not null and s.as_at is not null and not exists (select from stage.source g where g.source = s.source)
		and exists (select from etl.reject r where r.source = s.source and r.resolved_run is null and r.code = 'duplicate-source');
end
$$;

-- Tries rejected rows again, as they were given, each as often as it was. What was read in full has come again by itself. A case
-- that another source has waits until something happens to the other's.
-- @each feed@
create function engine.stage_retry_@fact@() returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	-- @only case@
	create temporary table freed_case (district text, fir_year integer, number text) on commit drop;
	if exists (select from fact."case") then
		insert into freed_case
		select distinct f.district, f.fir_year, pg_catalog.upper(pg_catalog.btrim(f.fir_number))
		from (select s.case_key from stage."case" s union select x.case_key from stage.deleted_case x) k
		join fact."case" f on f.case_key = k.case_key;
		analyze freed_case;
	end if;
	-- @all@
	insert into stage."@fact@" (source, row_no, origin, feed_hash, @given@)
	select r.source, -r.reject_no, r.origin, r.feed_hash, @given (r.given)@
	from (
		select distinct on (o.source, o.row_key, o.feed_hash, o.twin, o.nth) o.source, o.reject_no, o.feed_hash, o.row_key,
			o.file || ':' || o.line as origin, pg_catalog.jsonb_populate_record(null::stage."@fact@", o.content) as given
		from (
			select o.*, o.code = 'duplicate-key' as twin, pg_catalog.row_number() over (
				partition by o.source, o.row_key, o.feed_hash, o.code, o.field order by o.copy_no, o.reject_no) as nth
			from etl.reject o
			join stage.source g on g.source = o.source and g.state = 'read' and g.extent = 'changes'
			where o.feed = '@fact@' and o.resolved_run is null and o.row_key not like '@%' and o.content is not null
				-- @only case@
				and not (o.code = 'duplicate-source' and not exists (select from pg_temp.freed_case c where c.district = o.district
					and c.fir_year = (o.content ->> 'fir_year')::integer
					and c.number = pg_catalog.upper(pg_catalog.btrim(o.content ->> 'fir_number'))))
				-- @all@
		) o
		order by o.source, o.row_key, o.feed_hash, o.twin, o.nth, o.reject_no
	) r
	join (
		select o.reject_no from etl.reject o where o.feed = '@fact@' and o.resolved_run is null
		except
		select p.reject_no from (select o.reject_no, @key_parts o@ from etl.reject o
			where o.feed = '@fact@' and o.resolved_run is null and o.row_key not like '@%') p
		join (select @keys s@ from stage."@fact@" s union select @keys x@ from stage.deleted_@fact@ x) s on @same_key s p@
	) n on n.reject_no = r.reject_no;
	get diagnostics touched = row_count;
	-- @only case@
	drop table freed_case;
	-- @all@
	-- of a key given twice, the row that was counted stands against the other again, which may be the same to the letter
	insert into stage."@fact@" (source, row_no, feed_hash, @given@)
	select f.source, -4000000000000::bigint - pg_catalog.row_number() over (), f.feed_hash, @given f@
	from (select distinct @keys s@ from stage."@fact@" s
		join etl.reject o on o.reject_no = -s.row_no and o.code = 'duplicate-key') x
	join fact."@fact@" f on @same_key x f@
	where not exists (select from stage."@fact@" s where @same_key s f@ and s.feed_hash = f.feed_hash
		and s.row_no not in (select -o.reject_no from etl.reject o
			where o.feed = '@fact@' and o.resolved_run is null and o.code = 'duplicate-key'));
	return touched;
end
$$;
-- @end@

-- ── all of it ──
-- Brings the stage to all that this run has to look at: what changed, what was rejected before, and FIRs that
-- carry a changed FIR's number. What hangs on changed cases and outcomes follows when those have become
-- facts (engine.stage_dependents).
-- What the planner has to know of the stage is coarse: a fifth of the usual sample will do.
create function engine.stage_complete(at_run bigint) returns void language plpgsql
set default_statistics_target = 20 set plan_cache_mode = force_custom_plan as $$
begin
	perform engine.stage_rests();
	-- without statistics a join with it is taken to leave next to nothing, and loops nest
	analyze stage.source;
	-- @each feed@
	perform engine.stage_reduce_@fact@();
	-- keys that a ledger noted and whose row is still there are not deleted
	delete from stage.deleted_@fact@ x using stage."@fact@" s where @same_key x s@;
	perform engine.run_retried(at_run, '@fact@', engine.stage_retry_@fact@());
	perform engine.stage_resolve_districts('@fact@');
	analyze stage."@fact@", stage.deleted_@fact@;
	-- @end@
	if exists (select from fact."case") and exists (select from stage."case") then
		perform engine.stage_same_firs();
		analyze stage."case";
	end if;
end
$$;

-- Notes how many rejected rows of a feed were tried again.
create function engine.run_retried(at_run bigint, feed_name text, retried bigint) returns void language plpgsql as $$
begin
	if retried > 0 then
		update etl.run_feed f set retried = f.retried + n.rows
		from (select r.source, pg_catalog.count(*) as rows from etl.reject r
			join stage.source g on g.source = r.source where r.feed = feed_name and r.resolved_run is null group by r.source) n
		where f.run_no = at_run and f.feed = feed_name and f.source = n.source;
	end if;
end
$$;

-- Takes up the cases that carry the FIR number of a staged one. The numbers of the stage are made distinct first, so that they go to
-- the facts and not the facts to them.
-- EXCEPT, because it is never planned as a loop in a loop, however few keys the planner thinks there are.
-- @each case@
create function engine.stage_same_firs() returns void language plpgsql as $$
begin
	insert into stage."@fact@" (source, row_no, feed_hash, @given@)
	select f.source, -1000000000000::bigint - pg_catalog.row_number() over (), f.feed_hash, @given f@
	from (
		select @keys f@
		from (select distinct s.source, a.district, a.station, s.fir_year, pg_catalog.upper(pg_catalog.btrim(s.fir_number)) as number
			from stage."case" s
			join (select w.district, w.station, engine.fold(w.station) as fold
				from (select distinct t.district, t.station from stage."case" t) w) n on n.district = s.district and n.station = s.station
			join engine.stations_known() a on a.district = n.district and a.fold = n.fold) k
		join fact."@fact@" f on f.source = k.source and f.district = k.district and f.station = k.station
			and f.fir_year = k.fir_year and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.number
		except select @keys s@ from stage."@fact@" s
		except select @keys x@ from stage.deleted_@fact@ x
	) x
	join fact."@fact@" f on @same_key x f@
	join stage.source g on g.source = f.source and g.state = 'read';
end
$$;
-- @end@

-- Takes up all facts and rejected rows of the sources of the warehouse: a reclassification reads no source.
create function engine.stage_all_facts(at_run bigint) returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
	-- @each feed@
	perform engine.stage_retry_@fact@();
	insert into stage."@fact@" (source, row_no, feed_hash, @given@)
	select f.source, -3000000000000::bigint - pg_catalog.row_number() over (), f.feed_hash, @given f@
	from (select @keys f@ from fact."@fact@" f
		except select @keys s@ from stage."@fact@" s
		except select @keys x@ from stage.deleted_@fact@ x) x
	join fact."@fact@" f on @same_key x f@
	join stage.source g on g.source = f.source and g.state = 'read';
	insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)
	select at_run, s.source, '@fact@', 0, 0, 0 from stage."@fact@" s group by s.source;
	-- @end@
	insert into stage.lifecycle (source, row_no, case_key)
	select c.source, 0, c.case_key from fact."case" c join stage.source g on g.source = c.source and g.state = 'read';
end
$$;
