-- kind: marked
-- purpose: rejects entered in the ledger, control totals, and entries taken away for their age
-- locks: new objects only

-- @each feed@
-- The rejects of a feed with what the ledger says of them. Rows of one key that are rejected alike are numbered, so that there are as
-- many entries as rows.
create view engine.entering_@fact@ as
	select e.*, case when e.code = 'duplicate-key' then e.feed_hash end as twin, pg_catalog.row_number() over (
		partition by e.source, e.row_key, e.code, e.field, case when e.code = 'duplicate-key' then e.feed_hash end
		order by e.feed_hash, e.row_no)::integer as copy_no
	from (
		select r.source, r.row_no, r.severity, r.code, r.field, r.reason, r.remedy, s.feed_hash,
			engine.origin_file(s.origin) as file, engine.origin_line(s.origin) as line,
			-- @only feed of case@
			k.district, k.station,
			-- @not feed of case@
			c.content ->> 'district' as district, c.content ->> 'station' as station,
			-- @all@
			c.content, coalesce(@key_text s@, '@' || coalesce(s.origin, pg_catalog.md5(c.content::text))) as row_key
		from stage.reject r
		join stage."@fact@" s on s.source = r.source and s.row_no = r.row_no
		cross join lateral (select pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'] as content) c
		-- @only feed of case@
		left join fact."case" k on k.case_key = s.case_key
		-- @all@
		where r.feed = '@fact@') e;

-- Enters them into the ledger and takes rejected rows and blanked fields out of the stage.
create function engine.rejects_enter_@fact@(at_run bigint) returns void language plpgsql as $$
declare
	field_name text;
begin
	create temporary table entering on commit drop as select e.* from engine.entering_@fact@ e;
	analyze entering;
	-- what is said of a key given twice was said when both rows were there
	update etl.reject r set last_run = at_run, severity = e.severity, remedy = e.remedy, content = e.content,
		reason = case when e.row_no < 0 and e.code = 'duplicate-key' then r.reason else e.reason end,
		feed_hash = e.feed_hash, file = e.file, line = e.line, district = e.district, station = e.station
	from entering e
	where r.resolved_run is null and r.source = e.source and r.feed = '@fact@' and r.row_key = e.row_key and r.code = e.code
		and r.field is not distinct from e.field and r.copy_no = e.copy_no and (e.twin is null or r.feed_hash = e.twin);
	insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, district, station, reason, remedy,
		content, row_key, feed_hash, copy_no)
	select at_run, at_run, e.source, '@fact@', e.severity, e.code, e.file, e.line, e.field, e.district, e.station, e.reason, e.remedy,
		e.content, e.row_key, e.feed_hash, e.copy_no
	from entering e
	where not exists (select from etl.reject r
		where r.resolved_run is null and r.source = e.source and r.feed = '@fact@' and r.row_key = e.row_key and r.code = e.code
			and r.field is not distinct from e.field and r.last_run = at_run and r.copy_no = e.copy_no
			and (e.twin is null or r.feed_hash = e.twin));
	drop table entering;
	-- what this run met without the fault, or met no more
	if exists (select from etl.reject r where r.feed = '@fact@' and r.resolved_run is null and r.last_run <> at_run) then
		update etl.reject r set resolved_run = at_run, resolved_how = case when m.deleted then 'withdrawn' else 'corrected' end
		from stage.source g, (
			select @key_text s@ as row_key, false as deleted from stage."@fact@" s
			union
			select @key_text s@, true from stage.deleted_@fact@ s
			union
			select o.row_key, true from etl.reject o
			where o.feed = '@fact@' and o.resolved_run is null and o.row_key like '@%' and o.row_key not like '@#%'
		) m
		where r.resolved_run is null and r.feed = '@fact@' and r.last_run <> at_run and g.source = r.source and g.state = 'read'
			and m.row_key = r.row_key and (r.row_key not like '@%' or g.extent = 'full');
	end if;

	-- which fields are blanked the rules say
	for field_name in select distinct r.field from stage.reject r where r.feed = '@fact@' and r.severity = 'field' loop
		execute pg_catalog.format('update stage."@fact@" s set %I = null from stage.reject r
			where r.feed = ''@fact@'' and r.severity = ''field'' and r.field = $1 and r.source = s.source and r.row_no = s.row_no',
			field_name) using field_name;
	end loop;
	if exists (select from stage.reject r where r.feed = '@fact@' and r.severity = 'row') then
		create temporary table rejected on commit drop as
			select s.source, s.row_no, @keys s@ from stage."@fact@" s join stage.reject r on r.source = s.source and r.row_no = s.row_no
			where r.feed = '@fact@' and r.severity = 'row';
		analyze rejected;
		delete from stage."@fact@" s using rejected r where r.source = s.source and r.row_no = s.row_no;
		-- keys of which no row is left
		insert into stage.deleted_@fact@
			select r.source, @keys r@ from rejected r where pg_catalog.num_nulls(@keys r@) = 0
			except select r.source, @keys r@ from rejected r join stage."@fact@" s on @same_key s r@;
		drop table rejected;
	end if;
end
$$;

-- What a feed gave is what landed, and what landed is staged or rejected. Returns the sources where it is not so.
create function engine.feed_totals_@fact@(at_run bigint)
returns table (source text, feed text, extracted bigint, staged bigint, rejected bigint) language plpgsql as $$
begin
	return query
	with landed as (
		select w.source, pg_catalog.count(*) as rows from stage.full_@fact@ w group by w.source
	),
	given as (
		select s.source, pg_catalog.count(*) as rows from stage."@fact@" s where s.row_no > 0 group by s.source
	),
	rejected as (
		select r.source, pg_catalog.count(distinct r.row_no) filter (where r.row_no > 0) as rows
		from stage.reject r where r.feed = '@fact@' and r.severity = 'row' group by r.source
	),
	totals as (
		update etl.run_feed f set rejected = coalesce(r.rows, 0), staged = coalesce(l.rows, coalesce(s.rows, 0) + coalesce(r.rows, 0))
			- coalesce(r.rows, 0)
		from etl.run_feed g
		left join landed l on l.source = g.source
		left join given s on s.source = g.source
		left join rejected r on r.source = g.source
		where f.run_no = at_run and f.feed = '@fact@' and g.run_no = f.run_no and g.source = f.source and g.feed = f.feed
		returning f.source, f.feed, f.extracted, f.staged, f.rejected
	)
	select t.* from totals t where t.extracted <> t.staged + t.rejected order by t.source collate "C";
end
$$;
-- @end@

create function engine.rejects_enter(at_run bigint, feed_name text) returns void language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	case feed_name
	-- @each feed@
	when '@fact@' then
		perform engine.rejects_enter_@fact@(at_run);
	-- @end@
	end case;
end
$$;

create function engine.feed_totals(at_run bigint, feed_name text)
returns table (source text, feed text, extracted bigint, staged bigint, rejected bigint) language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	case feed_name
	-- @each feed@
	when '@fact@' then
		return query select t.* from engine.feed_totals_@fact@(at_run) t;
	-- @end@
	end case;
end
$$;

-- Takes away entries that were closed more than so many days ago; open ones are kept for good.
create function engine.rejects_prune(keep_days integer) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	with old as (
		select max(r.run_no) as run_no from etl.run r where r.finished_at < pg_catalog.now() - pg_catalog.make_interval(days => keep_days)
	),
	taken as (
		delete from etl.reject r using old o where r.resolved_run <= o.run_no
		returning r.source, r.feed, r.severity, r.code, r.first_run, r.resolved_run
	),
	kept as (
		insert into etl.reject_pruned as p (source, feed, severity, code, first_run, resolved_run, entries)
		select t.source, t.feed, t.severity, t.code, t.first_run, t.resolved_run, pg_catalog.count(*)
		from taken t
		group by t.source, t.feed, t.severity, t.code, t.first_run, t.resolved_run
		on conflict (source, feed, severity, code, first_run, resolved_run) do update set entries = p.entries + excluded.entries
	)
	select pg_catalog.count(*) from taken into touched;
	return touched;
end
$$;
