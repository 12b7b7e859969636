-- kind: marked
-- purpose: sources that have another name, or are to go
-- locks: new objects only

-- Every fact of a source as that of another one, for engine.fact_apply.
create function engine.source_restamp(at_run bigint, old_name text, new_name text) returns void language plpgsql as $$
begin
	-- @each fact@
	insert into stage.delta_@fact@ (source, @columns_but_source@, feed_hash, run_from, sign)
	select new_name, @columns_but_source f@, f.feed_hash, at_run, 1 from fact."@fact@" f where f.source = old_name;
	-- @end@
end
$$;

-- Every fact of a source as deleted. Its lifecycles go with its cases, and what was rejected of it waits for nothing more.
create function engine.source_withdraw(at_run bigint, from_source text) returns void language plpgsql as $$
begin
	-- @each feed@
	insert into stage.deleted_@fact@ select f.source, @keys f@ from fact."@fact@" f where f.source = from_source;
	-- @end@
	update etl.reject r set resolved_run = at_run, resolved_how = 'withdrawn' where r.source = from_source and r.resolved_run is null;
end
$$;

-- Tables of the house that keep something by source and not by run.
create function engine.tables_by_source() returns setof regclass language sql stable as $$
	select c.oid::pg_catalog.regclass
	from pg_catalog.pg_class c
	join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'source' and not a.attisdropped
	where c.relnamespace = 'etl'::pg_catalog.regnamespace and c.relkind = 'r' and c.relname not in ('source', 'file')
		and not exists (select from pg_catalog.pg_attribute r where r.attrelid = c.oid and r.attname in ('run_no', 'run_from', 'first_run')
			and not r.attisdropped)
	order by c.relname collate "C"
$$;

-- From this run on a source is of no jurisdiction: '-'. What is known of others no longer waits for it.
create function engine.source_end(at_run bigint, of_source text, why text) returns void language sql as $$
	insert into etl.run_source as r (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent,
		state, position, identity, note)
	select at_run, s.source, s.mapping, '-', s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'), 'none',
		'read', s.position, s.identity, why
	from etl.source s
	where s.source = of_source and s.last_run is not null and s.as_at is not null
	on conflict (run_no, source) do update set jurisdiction = excluded.jurisdiction, extent = excluded.extent, note = excluded.note
$$;

-- Gives all that is kept of a source to its new name. Runs of before tell of the old one for good.
create function engine.source_renamed(at_run bigint, old_name text, new_name text) returns void language plpgsql as $$
declare
	kept regclass;
	file_name text;
begin
	perform engine.source_end(at_run, old_name, 'its name is ' || new_name || ' from this run on');
	update etl.source s set source = new_name, key_domain = coalesce(s.key_domain, s.source), last_run = at_run,
		note = 'called ' || old_name || ' before run ' || at_run
	where s.source = old_name;
	insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent,
		state, position, identity, note)
	select at_run, s.source, s.mapping, s.jurisdiction, s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
		'none', 'read', s.position, s.identity, s.note
	from etl.source s
	where s.source = new_name and s.as_at is not null;
	insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, district, station, reason, remedy, content,
		rejected_at, row_no, row_key, feed_hash, copy_no)
	select at_run, at_run, new_name, r.feed, r.severity, r.code, r.file, r.line, r.field, r.district, r.station, r.reason, r.remedy, r.content,
		r.rejected_at, r.row_no, r.row_key, r.feed_hash, r.copy_no
	from etl.reject r
	where r.source = old_name and r.resolved_run is null;
	update etl.reject r set resolved_run = at_run, resolved_how = 'replaced' where r.source = old_name and r.resolved_run is null;
	for file_name in select f.feed from engine.source_files(old_name) f (feed) loop
		execute pg_catalog.format('drop view if exists raw.%I', new_name || '_' || file_name);
		execute pg_catalog.format('drop table if exists raw.%I', 'rows_' || new_name || '_' || file_name);
		execute pg_catalog.format('alter view if exists raw.%I rename to %I', old_name || '_' || file_name, new_name || '_' || file_name);
		execute pg_catalog.format('alter table if exists raw.%I rename to %I', 'rows_' || old_name || '_' || file_name,
			'rows_' || new_name || '_' || file_name);
	end loop;
	delete from raw.reject r using raw.loaded l where l.file_no = r.file_no and l.source = new_name;
	delete from raw.loaded l where l.source = new_name;
	update raw.loaded l set source = new_name where l.source = old_name;
	for kept in select t.name from engine.tables_by_source() t (name) loop
		execute pg_catalog.format('delete from %s k where k.source = $1', kept) using new_name;
		execute pg_catalog.format('update %s k set source = $1 where k.source = $2', kept) using new_name, old_name;
	end loop;
end
$$;

-- Forgets all that is kept of a source but what its runs told, which stays for good.
create function engine.source_retired(at_run bigint, of_source text) returns void language plpgsql as $$
declare
	kept regclass;
	file_name text;
begin
	perform engine.source_end(at_run, of_source, 'retired');
	for file_name in select f.feed from engine.source_files(of_source) f (feed) loop
		execute pg_catalog.format('drop view if exists raw.%I', of_source || '_' || file_name);
		execute pg_catalog.format('drop table if exists raw.%I', 'rows_' || of_source || '_' || file_name);
	end loop;
	delete from raw.reject r using raw.loaded l where l.file_no = r.file_no and l.source = of_source;
	delete from raw.loaded l where l.source = of_source;
	for kept in select t.name from engine.tables_by_source() t (name) loop
		execute pg_catalog.format('delete from %s k where k.source = $1', kept) using of_source;
	end loop;
	delete from etl.source s where s.source = of_source;
end
$$;
