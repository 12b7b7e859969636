-- kind: script
-- purpose: files of CSV sources: raw tables, what was seen of the folders, the calendar of what is due
-- locks: new objects only

-- ── raw tables ──
-- Sees that raw.rows_<source>_<file> is there as DECLARED, a digest, wants it, and raw.<source>_<file>
-- as what mappings read: origin ("file:line"), what the file's name says, and the columns given. One
-- made otherwise is made anew, and all its files are to be read again. Returns the statement that copies
-- into it. Identifiers come from a checked declaration, and are quoted all the same.
create function engine.raw_make(from_source text, declared_file text, declared text, names text[], types text[]) returns text
language plpgsql as $$
declare
	view_name text := from_source || '_' || declared_file;
	table_name text := 'rows_' || view_name;
	columns text;
	columns_typed text;
begin
	if pg_catalog.octet_length(table_name) > 63 or pg_catalog.cardinality(names) <> pg_catalog.cardinality(types) then
		raise exception 'no raw table can be made of the declaration';
	end if;
	select pg_catalog.string_agg(pg_catalog.quote_ident(c.name), ', ' order by c.place),
		pg_catalog.string_agg(pg_catalog.format('%I %s', c.name, c.type::pg_catalog.regtype), ', ' order by c.place)
	into columns, columns_typed
	from rows from (pg_catalog.unnest(names), pg_catalog.unnest(types)) with ordinality as c (name, type, place);
	if pg_catalog.obj_description(pg_catalog.to_regclass(pg_catalog.format('raw.%I', table_name)), 'pg_class')
		is distinct from declared
	then
		execute pg_catalog.format('drop view if exists raw.%I', view_name);
		execute pg_catalog.format('drop table if exists raw.%I', table_name);
		delete from raw.reject r using raw.loaded l
		where l.file_no = r.file_no and l.source = from_source and l.feed = declared_file;
		delete from raw.loaded l where l.source = from_source and l.feed = declared_file;
		execute pg_catalog.format('create unlogged table raw.%I (raw_line bigint not null, raw_file integer not null, %s)',
			table_name, columns_typed);
		execute pg_catalog.format('comment on table raw.%I is %L', table_name, declared);
		execute pg_catalog.format('create view raw.%I as
			select l.file || '':'' || r.raw_line as origin, l.unit as origin_unit, l.period as origin_period, %s
			from raw.%I r join raw.loaded l on l.file_no = r.raw_file', view_name,
			(select pg_catalog.string_agg(pg_catalog.format('r.%I', c.name), ', ' order by c.place)
				from pg_catalog.unnest(names) with ordinality as c (name, place)), table_name);
	end if;
	return pg_catalog.format('copy raw.%I (raw_line, raw_file, %s) from stdin with (format binary)', table_name, columns);
end
$$;

-- Takes what was read of some files out again, rejects included; what is said of the file as a whole stays.
create function engine.raw_empty(from_source text, declared_file text, file_nos integer[]) returns void language plpgsql as $$
begin
	execute pg_catalog.format('delete from raw.%I r where r.raw_file = any ($1)', 'rows_' || from_source || '_' || declared_file)
	using file_nos;
	delete from raw.reject r where r.file_no = any (file_nos);
end
$$;

-- The declared files of a drop that have raw tables.
create function engine.source_files(of_source text) returns setof text language sql stable as $$
	select l.feed from raw.loaded l where l.source = of_source
	union
	select d.feed from etl.drop_file d where d.source = of_source
$$;

-- ── the end of a load ──
-- Gives the raw rows the names that the run saw their files under.
create function engine.drop_settle(from_source text) returns void language plpgsql as $$
begin
	update raw.loaded l set file = p.file, unit = p.unit, period = p.period
	from raw.present p
	where p.source = from_source and l.source = p.source and l.feed = p.feed and l.sha256 = p.sha256 and p.state = 'stands'
		and (l.file, l.unit, l.period) is distinct from (p.file, p.unit, p.period);
end
$$;

-- Every reject of the files that stand, and of files as a whole.
create function engine.drop_rejects(from_source text)
returns table (feed text, severity text, code text, file text, line bigint, field text, reason text, remedy text, content jsonb)
language sql stable as $$
	select l.feed, r.severity, r.code, l.file, r.line, r.field, r.reason, r.remedy, r.content
	from raw.reject r
	join raw.loaded l on l.file_no = r.file_no
	where l.source = from_source
	union all
	select p.feed, 'row', p.code, p.file, p.line, null, p.reason, p.remedy, null
	from raw.present p
	where p.source = from_source and p.state in ('unreadable', 'kept', 'empty') and p.code is not null
$$;

-- Makes what the run saw of the folders known: the folder, the files read, and what was rejected. Of rejects, the place in the
-- file and the code tell them apart; those that the files no longer have are closed. Part of the run's application, so
-- that a dry run leaves nothing. Of a source that was not read the folder stays as it was last seen.
create function engine.drop_enter(at_run bigint) returns void language plpgsql as $$
declare
	from_source text;
begin
	for from_source in
		select g.source from stage.source g
		where g.capture = 'files' and g.state = 'read' and g.extent <> 'changes' order by g.source collate "C"
	loop
		delete from etl.drop_file d
		where d.source = from_source and not exists (select from raw.present p
			where p.source = d.source and p.feed = d.feed and p.file = d.file);
		insert into etl.drop_file as d (source, feed, file, sha256, bytes, unit, period, seq, state, stands, records, rejected,
			reason, since_run)
		select p.source, p.feed, p.file, p.sha256, p.bytes, p.unit, p.period, p.seq, p.state, p.stands, p.records, p.rejected,
			p.reason, at_run
		from raw.present p
		where p.source = from_source
		on conflict (source, feed, file) do update
		set sha256 = excluded.sha256, bytes = excluded.bytes, unit = excluded.unit, period = excluded.period, seq = excluded.seq,
			state = excluded.state, stands = excluded.stands, records = excluded.records, rejected = excluded.rejected,
			reason = excluded.reason, since_run = excluded.since_run
		where (d.sha256, d.state, d.stands, d.unit, d.period, d.seq, d.records, d.rejected, d.reason) is distinct from
			(excluded.sha256, excluded.state, excluded.stands, excluded.unit, excluded.period, excluded.seq, excluded.records,
				excluded.rejected, excluded.reason);

		-- the same content under the same name keeps its first run
		insert into etl.file (source, file, sha256, bytes, lines, rejected, run_no)
		select p.source, p.file, p.sha256, p.bytes, p.records, p.rejected, at_run
		from raw.present p
		where p.source = from_source and p.state in ('stands', 'zero')
		on conflict (source, file, sha256) do update
		set bytes = excluded.bytes, lines = excluded.lines, rejected = excluded.rejected;

		-- what is open is set beside what was found once, whole: neither is looked up row by row
		create temporary table found_reject on commit drop as
		select f.*, '@#' || f.file || ':' || coalesce(f.line, 0) as row_key from engine.drop_rejects(from_source) f;
		create temporary table open_reject on commit drop as
		select r.reject_no, r.feed, r.row_key, r.code, coalesce(r.field, '') as field
		from etl.reject r where r.resolved_run is null and r.source = from_source and r.row_key like '@#%';
		analyze pg_temp.found_reject, pg_temp.open_reject;
		create temporary table met_reject on commit drop as
		select o.reject_no, f.*
		from pg_temp.found_reject f
		left join pg_temp.open_reject o on o.feed = f.feed and o.row_key = f.row_key and o.code = f.code and o.field = coalesce(f.field, '');
		analyze pg_temp.met_reject;
		update etl.reject r set last_run = at_run, reason = m.reason, remedy = m.remedy, content = m.content
		from pg_temp.met_reject m
		where r.reject_no = m.reject_no;
		insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, reason, remedy, content, row_key)
		select at_run, at_run, from_source, m.feed, m.severity, m.code, m.file, m.line, m.field, m.reason, m.remedy, m.content, m.row_key
		from pg_temp.met_reject m
		where m.reject_no is null;
		update etl.reject r set resolved_run = at_run, resolved_how = 'replaced'
		from pg_temp.open_reject o
		where r.reject_no = o.reject_no and r.last_run <> at_run;
		drop table pg_temp.met_reject, pg_temp.open_reject, pg_temp.found_reject;
		delete from raw.present p where p.source = from_source;
	end loop;
end
$$;

-- ── the calendar ──
-- Every unit and period that is over, and whether its file has come; silence is never zero.
create function engine.drop_calendar_on(on_day date)
returns table (source text, feed text, unit text, period date, state text, due_on date, overdue_since date, file text,
	records bigint, rejected bigint, resends bigint, missing_seq bigint[], note text)
language sql stable as $$
	with expected as (
		select r.source, r.feed, r.every, u.unit, p.first_day::date as period,
			(p.first_day + ('1 ' || r.every)::interval)::date - 1 + r.due_days as due_on,
			coalesce(on_day, (now() at time zone r.timezone)::date) as today
		from etl.drop_rule r
		cross join lateral (
			select n.unit, null::date as valid_from, null::date as valid_to from pg_catalog.unnest(r.units) n (unit)
			union all
			select f.unit, f.valid_from, f.valid_to from ref.unit f where r.by_reference and f.jurisdiction = r.jurisdiction
			union all
			select null, null, null where r.units is null and not r.by_reference) u
		cross join lateral pg_catalog.generate_series(pg_catalog.date_trunc(r.every, r.first_day::timestamp),
			least(r.last_day, (coalesce(on_day, (now() at time zone r.timezone)::date) - ('1 ' || r.every)::interval)::date)::timestamp,
			('1 ' || r.every)::interval) p (first_day)
		where (u.valid_from is null or u.valid_from < (p.first_day + ('1 ' || r.every)::interval)::date)
			and (u.valid_to is null or u.valid_to > p.first_day::date)
	),
	given as (
		select d.source, d.feed, engine.fold(coalesce(d.unit, '')) as unit,
			pg_catalog.date_trunc(r.every, d.period::timestamp)::date as period,
			bool_or(d.state in ('stands', 'kept')) as reported, bool_or(d.state = 'zero') as zero,
			pg_catalog.string_agg(d.file, ', ' order by d.file collate "C")
				filter (where d.state in ('stands', 'kept', 'zero')) as file,
			coalesce(sum(d.records) filter (where d.state in ('stands', 'kept')), 0)::bigint as records,
			coalesce(sum(d.rejected) filter (where d.state in ('stands', 'kept')), 0)::bigint as rejected,
			count(*) filter (where d.state = 'superseded') as resends,
			max(d.seq) as last_seq, pg_catalog.array_agg(coalesce(d.seq, 1)) as seqs,
			pg_catalog.string_agg(d.file || case d.state when 'empty' then ': no records, and nothing that says zero'
				when 'repeated' then ': the same as ' || d.stands else ': cannot be read' end, '; ' order by d.file collate "C")
				filter (where d.state in ('empty', 'repeated', 'unreadable', 'kept')) as note
		from etl.drop_file d
		join etl.drop_rule r on r.source = d.source and r.feed = d.feed
		where d.period is not null
		group by d.source, d.feed, engine.fold(coalesce(d.unit, '')), pg_catalog.date_trunc(r.every, d.period::timestamp)
	),
	judged as (
		select e.source, e.feed, e.unit, e.period, e.due_on, e.today,
			case when g.reported then 'reported' when g.zero then 'zero'
				when e.today > e.due_on then 'not reported' else 'awaited' end as state,
			g.file, g.records, g.rejected, g.resends, g.last_seq, g.seqs, g.note
		from expected e
		left join given g on g.source = e.source and g.feed = e.feed and g.unit = engine.fold(coalesce(e.unit, ''))
			and g.period = e.period
	)
	select j.source, j.feed, j.unit, j.period, j.state, j.due_on,
		case when j.state = 'not reported' then j.due_on + 1 end as overdue_since,
		j.file, j.records, j.rejected, j.resends,
		(select pg_catalog.array_agg(n order by n) from pg_catalog.generate_series(1, j.last_seq) n where n <> all (j.seqs)) as missing_seq,
		j.note
	from judged j
$$;

create view engine.drop_calendar as select * from engine.drop_calendar_on(null);

comment on view engine.drop_calendar is 'per unit and period of a CSV source: reported, zero, awaited or not reported';
