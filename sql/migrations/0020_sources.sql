-- kind: script
-- purpose: records that two sources hold, sources that are renamed or retired, refusals one by one, losses by district
-- locks: etl.run, etl.source, etl.reject, stage.source and the facts for a moment

-- ── ledgers ──
alter table etl.run drop constraint run_kind_check;
alter table etl.run add constraint run_kind_check
	check (kind in ('nightly', 'backfill', 'rebuild', 'reclassify', 'rename', 'retire'));

-- Keys are hashed within a name. A source that is renamed keeps the one that its keys were hashed within, so that its next
-- night finds the same facts; null is its own.
alter table etl.source add column key_domain text;
create function etl.key_domain(of_source text) returns text language sql stable as $$
	select coalesce(
		(select coalesce(s.key_domain, s.source) from etl.source s where s.source = of_source),
		-- a new source under a name whose keys belong to a renamed one
		(select of_source || '~' || 1 + pg_catalog.count(*) from etl.source s
			where coalesce(s.key_domain, s.source) ~ ('^' || of_source || '(~[0-9]+)?$') having pg_catalog.count(*) > 0),
		of_source)
$$;

alter table stage.source
	add column place integer generated always as identity, -- sources in the order in which they are read, as configured
	-- one that is not read and takes part all the same, so that what it was refused for another source's sake may be counted:
	-- the state that it is in, 'none' when it was not chosen
	add column rests text;

-- One open entry per row that is refused: rows of one key, equal to the letter, are told apart by a number.
alter table etl.reject add column copy_no integer not null default 1;
create index reject_rival on etl.reject (source) where cured_run is null and code = 'duplicate-source';

-- Closed entries that were taken away for their age, as many as a run opened and another closed: manifests stay true.
create table etl.reject_pruned (
	source text not null,
	feed text not null,
	severity text not null,
	code text not null,
	first_run bigint not null,
	cured_run bigint not null,
	entries bigint not null,
	primary key (source, feed, severity, code, first_run, cured_run)
);

-- ── the same record from two sources ──
-- The stations that the facts name. The index on them is read from name to name: a night meets few of the facts.
create function etl.station_names() returns table (district text, station text) language plpgsql stable as $$
begin
	select c.district, c.station into station_names.district, station_names.station
	from fact."case" c order by c.district, c.station limit 1;
	while found loop
		return next;
		select c.district, c.station into station_names.district, station_names.station
		from fact."case" c where (c.district, c.station) > (station_names.district, station_names.station)
		order by c.district, c.station limit 1;
	end loop;
end
$$;

-- The same, each spelling with what it is compared as.
create function etl.stations_known() returns table (district text, station text, fold text) language sql stable as $$
	select n.district, n.station, etl.fold(n.station) from etl.station_names() n
$$;

-- The sources of which another has the same jurisdiction: only these can hold the same record.
create function etl.sources_shared() returns text[] language sql stable as $$
	with known as (
		select s.source, s.jurisdiction from stage.source s
		union
		select s.source, s.jurisdiction from etl.source s where s.last_run is not null
	)
	select array(select k.source from known k
		where exists (select from known o where o.jurisdiction = k.jurisdiction and o.source <> k.source))
$$;

-- What tells a record whatever source it comes from: expressions over a row a of the stage or the facts, g being its
-- source in the stage. Empty for feeds whose rows have no such thing.
create function etl.natural_key(feed_name text, a text) returns text[] language sql immutable parallel safe as $$
	select array(select pg_catalog.replace(k, '@', a) from pg_catalog.unnest(case feed_name
		when 'case' then array['@.district', '@.fir_year', 'pg_catalog.upper(pg_catalog.btrim(@.fir_number))', 'etl.fold(@.station)']
		when 'complaint' then array['@.district', '@.received_at', 'coalesce(@.channel, ''station'')', 'coalesce(@.kind, ''other'')']
		when 'outreach' then array['@.district', '@.held_on', 'coalesce(@.tehsil, '''')', 'coalesce(@.kind, ''other'')',
			'coalesce(@.topic, '''')', 'coalesce(@.audience, '''')', 'coalesce(@.attended_women, 0)', 'coalesce(@.attended_men, 0)',
			'coalesce(@.partner, '''')']
		when 'count' then array[case a when 's' then 'g.jurisdiction' else '@.jurisdiction' end, '@.area', '@.head', '@.item',
			'@.period_from', '@.period_to']
		else '{}' end::text[]) with ordinality as t (k, place) order by place)
$$;

-- Rows for which that is no accident: a complaint that has a time of day, a session that somebody attended.
create function etl.natural_key_tells(feed_name text) returns text language sql immutable parallel safe as $$
	select case feed_name
		when 'complaint' then '(s.received_at at time zone g.timezone)::time <> ''00:00'''
		when 'outreach' then 'coalesce(s.attended_women, 0) + coalesce(s.attended_men, 0) > 0'
		else 'true' end
$$;
create index count_cell on fact.count (jurisdiction, area, head, item, period_from, period_to);
create index complaint_received on fact.complaint (district, received_at);
create index outreach_held on fact.outreach (district, held_on);

-- Rows of the stage whose record another source has already, or has before them. The one that stays is the one that is counted
-- already; of several the one counted longest; of new ones that of the source that stands first in the configuration.
create function etl.rivals(feed_name text) returns table (source text, row_no bigint, counted text) language plpgsql as $$
declare
	shared text[] := etl.sources_shared();
	ids text := (select pg_catalog.string_agg(pg_catalog.format('@.i%s', n), ', ' order by n)
		from pg_catalog.generate_subscripts(etl.natural_key(feed_name, 's'), 1) n);
	named text := (select pg_catalog.string_agg(pg_catalog.format('%s as i%s', k, n), ', ' order by n)
		from pg_catalog.unnest(etl.natural_key(feed_name, 's')) with ordinality as t (k, n));
	is_same text := (select pg_catalog.string_agg(pg_catalog.format('%s = @.i%s', k, n), ' and ' order by n)
		from pg_catalog.unnest(etl.natural_key(feed_name, 'f')) with ordinality as t (k, n));
begin
	if pg_catalog.cardinality(shared) = 0 or not etl.any_row(pg_catalog.format('stage.%I', feed_name)) then
		return;
	end if;
	return query execute pg_catalog.format($sql$
		with mine as materialized (
			select s.source, s.row_no, %2$s, %3$s, g.place
			from stage.%1$I s
			join stage.source g on g.source = s.source
			where s.source = any ($1) and %4$s and not exists (select from stage.refusal e
				where e.source = s.source and e.feed = $2 and e.row_no = s.row_no and e.severity = 'row')
		),
		asked as materialized (select distinct %5$s from mine m),
		entrant as (
			select m.source, m.row_no, m.place, f.run_from as since, %5$s
			from mine m
			left join fact.%1$I f on %6$s and f.source = m.source and %7$s
			union all
			select f.source, null, 0, f.run_from, %8$s
			from asked k join %9$s
			where f.source = any ($1) and not exists (select from stage.%1$I s where %10$s)
				and not exists (select from stage.%11$I x where %12$s)
		),
		ranked as (
			select e.source, e.row_no, pg_catalog.first_value(e.source) over (partition by %13$s
				order by e.since, e.place, e.source collate "C", e.row_no) as counted
			from entrant e
		)
		select r.source, r.row_no, r.counted from ranked r where r.row_no is not null and r.source <> r.counted$sql$,
		feed_name, etl.key_list(feed_name, 's'), named, etl.natural_key_tells(feed_name), pg_catalog.replace(ids, '@', 'm'),
		etl.key_join(feed_name, 'f', 'm'), pg_catalog.replace(is_same, '@', 'm'), pg_catalog.replace(ids, '@', 'k'),
		case feed_name when 'case' then 'etl.stations_known() a on a.district = k.i1 and a.fold = k.i4
				join fact."case" f on f.district = a.district and f.station = a.station and f.fir_year = k.i2
					and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.i3'
			else pg_catalog.format('fact.%I f on %s', feed_name, pg_catalog.replace(is_same, '@', 'k')) end,
		etl.key_join(feed_name, 's', 'f'), 'gone_' || feed_name, etl.key_join(feed_name, 'x', 'f'), pg_catalog.replace(ids, '@', 'e'))
	using shared, feed_name;
end
$$;

-- Sources that this run does not read take part with what they were refused for another source's sake: when that one gives
-- the record up, it is theirs.
create function etl.stage_rests() returns void language plpgsql as $$
begin
	update stage.source g set rests = g.state, state = 'read', extent = 'changes'
	where g.state <> 'read' and exists (select from etl.reject r
		where r.source = g.source and r.cured_run is null and r.code = 'duplicate-source');
	insert into stage.source (source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent, state,
		position, identity, note, rests)
	select s.source, s.mapping, s.jurisdiction, s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'),
		'changes', 'read', s.position, s.identity, s.note, 'none'
	from etl.source s
	where s.last_run is not null and s.as_at is not null and not exists (select from stage.source g where g.source = s.source)
		and exists (select from etl.reject r where r.source = s.source and r.cured_run is null and r.code = 'duplicate-source');
end
$$;

-- ── the stage ──
-- Tries refused rows again, as they were given, each as often as it was. What was read whole has come again by itself. A case
-- that another source has waits until something happens to the other's.
create or replace function etl.stage_retry(feed_name text) returns bigint language plpgsql as $$
declare
	touched bigint;
	waits text := 'false';
begin
	create temporary table freed_case (district text, fir_year integer, number text) on commit drop;
	if feed_name = 'case' and etl.any_row('fact."case"') then
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
		feed_name, etl.feed_list(feed_name, ''), etl.feed_list(feed_name, '(r.given).'), etl.key_parts(feed_name, 'o'),
		etl.key_list(feed_name, 's'), 'gone_' || feed_name, etl.key_join(feed_name, 's', 'p'), waits)
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
		feed_name, etl.feed_list(feed_name, ''), etl.feed_list(feed_name, 'f.'), etl.key_list(feed_name, 's'),
		etl.key_join(feed_name, 'x', 'f'), etl.key_join(feed_name, 's', 'f'))
	using feed_name;
	return touched;
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
	perform etl.stage_rests();
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
		perform etl.stage_from_facts('case', 1, '(select distinct s.source, a.district, a.station, s.fir_year,
				pg_catalog.upper(pg_catalog.btrim(s.fir_number)) as number from stage."case" s
				join (select w.district, w.station, etl.fold(w.station) as fold
					from (select distinct t.district, t.station from stage."case" t) w) n on n.district = s.district and n.station = s.station
				join etl.stations_known() a on a.district = n.district and a.fold = n.fold) k
			join fact."case" f on f.source = k.source and f.district = k.district and f.station = k.station
				and f.fir_year = k.fir_year and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.number');
		analyze stage."case";
	end if;
end
$$;

-- ── rules ──
-- The rules that hold for every feed: what its fact cannot do without is there, its district exists, its key is its own.
create or replace function etl.refuse_common(feed_name text) returns void language plpgsql as $$
declare
	faults text;
	any_fault text;
	differing text;
	keys text := etl.key_list(feed_name, 'd');
begin
	select pg_catalog.string_agg(pg_catalog.format('case when %s then %L end', c.fault, c.name), ', '),
		pg_catalog.string_agg(c.fault, ' or ')
	into faults, any_fault
	from (select f.name, case f.type when 'text' then pg_catalog.format('coalesce(pg_catalog.btrim(s.%I), '''') = ''''', f.name)
			else pg_catalog.format('s.%I is null', f.name) end as fault
		from etl.feed_columns(feed_name) f where f.required) c;
	perform etl.refuse(feed_name, 'row', 'missing-value', null, 'Fill it in at the source; the record comes with the next run.',
		pg_catalog.format('select s.source, s.row_no, m.fields as field,
			pg_catalog.format(''The record cannot be counted, because this is not filled in: %%s.'', m.fields) as reason
		from stage.%I s cross join lateral (select pg_catalog.concat_ws('', '', %s) as fields) m where %s',
		feed_name, faults, any_fault));
	if etl.has_district(feed_name) then
		perform etl.refuse(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.format('select s.source, s.row_no, pg_catalog.format(''There is no district ''''%%s''''.'', s.district) as reason
			from stage.%I s join stage.source g on g.source = s.source
			where not exists (select from ref.district d where d.code = s.district and d.jurisdiction = g.jurisdiction)', feed_name));
	end if;
	-- The row counted is the one that is a fact, where facts were taken up; else the first of its file, or the one of the lowest
	-- hash: the same in whatever order they come. Columns that differ are named, their values never are.
	select pg_catalog.string_agg(pg_catalog.format('case when n.%1$I is distinct from w.%1$I then %1$L end', c.name), ', ')
	into differing
	from etl.feed_columns(feed_name) c where c.name <> 'origin' and c.name <> all (etl.fact_keys(feed_name));
	perform etl.refuse(feed_name, 'row', 'duplicate-key', pg_catalog.array_to_string(etl.fact_keys(feed_name), ', '),
		'Remove the second entry at the source, or give it a number of its own.',
		pg_catalog.format('with twice as materialized (select %1$s from stage.%2$I d group by %1$s having pg_catalog.count(*) > 1),
		given as materialized (
			select d.*, pg_catalog.row_number() over (partition by %1$s order by d.row_no >= -1000000000000,
				etl.origin_file(d.origin) collate "C", etl.origin_line(d.origin), d.feed_hash, d.row_no) as place
			from stage.%2$I d
			join twice on %3$s
		)
		select n.source, n.row_no, case
			when n.feed_hash = w.feed_hash or m.columns = '''' then ''The same record was given more than once, equal in every column; ''
			else ''Records of one key differ in '' || m.columns || ''; '' end
			|| case when w.origin is null then ''one of them is counted.'' else ''the one at '' || w.origin || '' is counted.'' end as reason
		from given n
		join given w on w.place = 1 and %4$s
		cross join lateral (select pg_catalog.concat_ws('', '', %5$s) as columns) m
		where n.place > 1', keys, feed_name, etl.key_join(feed_name, 'd', 'twice'), etl.key_join(feed_name, 'n', 'w'), differing));
end
$$;

-- Enters the refusals of a feed into the ledger and takes refused rows and blanked fields out of the stage.
create or replace function etl.refusals_enter(at_run bigint, feed_name text) returns void language plpgsql as $$
declare
	field_name text;
	owner text := case when feed_name in ('accused', 'outcome') then 'left join fact."case" k on k.case_key = s.case_key' else '' end;
	owner_of text := case when feed_name in ('accused', 'outcome') then 'k.%1$I' else 'pg_catalog.to_jsonb(s) ->> %1$L' end;
begin
	-- rows of one key that are refused alike are numbered, so that there are as many entries as rows
	execute pg_catalog.format($sql$
		create temporary table entering on commit drop as
		select e.*, case when e.code = 'duplicate-key' then e.feed_hash end as twin, pg_catalog.row_number() over (
			partition by e.source, e.row_key, e.code, e.field, case when e.code = 'duplicate-key' then e.feed_hash end
			order by e.feed_hash, e.row_no)::integer as copy_no
		from (
			select r.source, r.row_no, r.severity, r.code, r.field, r.reason, r.remedy, s.feed_hash,
				etl.origin_file(s.origin) as file, etl.origin_line(s.origin) as line, %1$s as district, %2$s as station, c.content,
				coalesce(%3$s, '@' || coalesce(s.origin, pg_catalog.md5(c.content::text))) as row_key
			from stage.refusal r
			join stage.%4$I s on s.source = r.source and s.row_no = r.row_no
			cross join lateral (select pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'] as content) c
			%5$s
			where r.feed = $1) e$sql$,
		pg_catalog.format(owner_of, 'district'), pg_catalog.format(owner_of, 'station'), etl.key_text(feed_name, 's'), feed_name, owner)
	using feed_name;
	analyze entering;

	-- what is said of a key given twice was said when both rows were there
	update etl.reject r set last_run = at_run, severity = e.severity, remedy = e.remedy, content = e.content,
		reason = case when e.row_no < 0 and e.code = 'duplicate-key' then r.reason else e.reason end,
		feed_hash = e.feed_hash, file = e.file, line = e.line, district = e.district, station = e.station
	from entering e
	where r.cured_run is null and r.source = e.source and r.feed = feed_name and r.row_key = e.row_key and r.code = e.code
		and r.field is not distinct from e.field and r.copy_no = e.copy_no and (e.twin is null or r.feed_hash = e.twin);
	insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, district, station, reason, remedy,
		content, row_key, feed_hash, copy_no)
	select at_run, at_run, e.source, feed_name, e.severity, e.code, e.file, e.line, e.field, e.district, e.station, e.reason, e.remedy,
		e.content, e.row_key, e.feed_hash, e.copy_no
	from entering e
	where not exists (select from etl.reject r
		where r.cured_run is null and r.source = e.source and r.feed = feed_name and r.row_key = e.row_key and r.code = e.code
			and r.field is not distinct from e.field and r.last_run = at_run and r.copy_no = e.copy_no
			and (e.twin is null or r.feed_hash = e.twin));
	-- what this run met without the fault, or met no more
	if exists (select from etl.reject r where r.feed = feed_name and r.cured_run is null and r.last_run <> at_run) then
		execute pg_catalog.format($sql$
			update etl.reject r set cured_run = $1, cured_how = case when m.gone then 'withdrawn' else 'corrected' end
			from stage.source g, (
				select %1$s as row_key, false as gone from stage.%2$I s
				union
				select %1$s, true from stage.%3$I s
				union
				select o.row_key, true from etl.reject o where o.feed = $2 and o.cured_run is null and o.row_key like '@%%' and o.row_key not like '@#%%'
			) m
			where r.cured_run is null and r.feed = $2 and r.last_run <> $1 and g.source = r.source and g.state = 'read'
				and m.row_key = r.row_key and (r.row_key not like '@%%' or g.extent = 'whole')$sql$,
			etl.key_text(feed_name, 's'), feed_name, 'gone_' || feed_name)
		using at_run, feed_name;
	end if;

	for field_name in select distinct r.field from stage.refusal r where r.feed = feed_name and r.severity = 'field' loop
		execute pg_catalog.format('update stage.%I s set %I = null from stage.refusal r
			where r.feed = $1 and r.severity = ''field'' and r.field = $2 and r.source = s.source and r.row_no = s.row_no',
			feed_name, field_name) using feed_name, field_name;
	end loop;
	if exists (select from stage.refusal r where r.feed = feed_name and r.severity = 'row') then
		execute pg_catalog.format('create temporary table refused on commit drop as
			select s.source, s.row_no, %s from stage.%I s join stage.refusal r on r.source = s.source and r.row_no = s.row_no
			where r.feed = $1 and r.severity = ''row''', etl.key_list(feed_name, 's'), feed_name) using feed_name;
		analyze refused;
		execute pg_catalog.format('delete from stage.%I s using refused r where r.source = s.source and r.row_no = s.row_no', feed_name);
		-- keys of which no row is left
		execute pg_catalog.format('insert into stage.%1$I
			select r.source, %2$s from refused r where pg_catalog.num_nulls(%2$s) = 0
			except select r.source, %2$s from refused r join stage.%3$I s on %4$s',
			'gone_' || feed_name, etl.key_list(feed_name, 'r'), feed_name, etl.key_join(feed_name, 's', 'r'));
		drop table refused;
	end if;
	drop table entering;
end
$$;

-- ── losses ──
-- Whether so many of so many are more than the corrections of a night: all of a few, half of some, a fifth of many.
create function etl.loss_is_grave(was bigint, lost bigint) returns boolean language sql immutable parallel safe as $$
	select (lost >= 5 and lost >= was) or (lost >= 8 and lost * 2 >= was) or (lost >= 20 and lost * 5 >= was)
$$;

-- Whether ACCEPTED, codes and names of districts or 'all', speaks of an area.
create function etl.loss_accepted(area text, accepted text[]) returns boolean language sql stable as $$
	select exists (select from pg_catalog.unnest(accepted) a (name)
		where etl.fold(a.name) in ('all', etl.fold(area),
			(select etl.fold(d.name_en) from ref.district d where d.code = area))
			or exists (select from ref.district_alias k where k.code = area and etl.fold(k.alias) = etl.fold(a.name)))
$$;

-- The districts and feeds of which run AT_RUN takes away more than the corrections of a night, however that came about:
-- keys that left the source, rows that turned bad, facts that moved to another district. A district that is null is all
-- of the feed, where nothing moves. Published counts have areas in place of districts.
create function etl.loss_faults(at_run bigint, accepted text[])
returns table (source text, feed text, district text, name text, was bigint, lost bigint, moved bigint) language plpgsql as $$
declare
	feed_name text;
	area text;
begin
	foreach feed_name in array etl.feeds() loop
		if not etl.any_row(pg_catalog.format('stage.%I', 'delta_' || feed_name)) then
			continue;
		end if;
		area := case feed_name when 'count' then 'area' else 'district' end;
		return query execute pg_catalog.format($sql$
			with pair as (
				select max(d.source) filter (where d.sign = -1) as source, max(d.%1$I) filter (where d.sign = -1) as was,
					max(d.source) filter (where d.sign = 1) as new_source, max(d.%1$I) filter (where d.sign = 1) as becomes
				from stage.%2$I d
				group by %3$s
			),
			loss as materialized (
				select p.source, p.was as area, pg_catalog.count(*) as lost, pg_catalog.count(p.becomes) as moved
				from pair p
				where p.was is not null and (p.becomes is null or p.becomes <> p.was or p.new_source <> p.source)
				group by p.source, p.was
			),
			suspect as (select l.* from loss l where l.lost >= 5 and not etl.loss_accepted(l.area, $3)),
			came as (
				select p.new_source as source, p.becomes as area, pg_catalog.count(*) as rows
				from pair p
				where p.becomes is not null and (p.was is null or p.becomes <> p.was or p.new_source <> p.source)
				group by p.new_source, p.becomes
			),
			left_over as (
				select f.source, f.%1$I as area, pg_catalog.count(*) as rows
				from fact.%4$I f
				where f.%1$I in (select s.area from suspect s)
				group by f.source, f.%1$I
			),
			judged as (
				select s.source, s.area, coalesce(o.rows, 0) - coalesce(c.rows, 0) + s.lost as was, s.lost, s.moved
				from suspect s
				left join left_over o on o.source = s.source and o.area = s.area
				left join came c on c.source = s.source and c.area = s.area
				union all
				select l.source, null, f.opening, sum(l.lost - l.moved)::bigint, 0
				from loss l
				join etl.run_feed f on f.run_no = $1 and f.source = l.source and f.feed = $2
				where not etl.loss_accepted(l.area, $3)
				group by l.source, f.opening
			)
			select j.source, $2, j.area, coalesce(d.name_en, j.area), j.was, j.lost, j.moved
			from judged j left join ref.district d on d.code = j.area
			where etl.loss_is_grave(j.was, j.lost)
			order by j.source collate "C", j.area collate "C" nulls last$sql$,
			area, 'delta_' || feed_name, etl.key_list(feed_name, 'd'), feed_name)
		using at_run, feed_name, accepted;
	end loop;
end
$$;

-- ── a source that has another name, or is to go ──
-- Every fact of a source as that of another one, for etl.fact_apply.
create function etl.source_restamp(at_run bigint, old_name text, new_name text) returns void language plpgsql as $$
declare
	fact_name text;
	columns text[];
begin
	foreach fact_name in array etl.facts() loop
		columns := etl.fact_columns(fact_name);
		execute pg_catalog.format('insert into stage.%1$I (%2$s, feed_hash, run_from, sign)
			select %3$s, f.feed_hash, $1, 1 from fact.%4$I f where f.source = $2', 'delta_' || fact_name,
			pg_catalog.array_to_string(columns, ', '),
			(select pg_catalog.string_agg(case c when 'source' then pg_catalog.quote_literal(new_name) else 'f.' || c end, ', ' order by n)
				from pg_catalog.unnest(columns) with ordinality as t (c, n)), fact_name)
		using at_run, old_name;
	end loop;
end
$$;

-- Every fact of a source as gone. Its courses go with its cases, and what was refused of it waits for nothing more.
create function etl.source_withdraw(at_run bigint, from_source text) returns void language plpgsql as $$
declare
	feed_name text;
begin
	foreach feed_name in array etl.feeds() loop
		execute pg_catalog.format('insert into stage.%1$I select f.source, %2$s from fact.%3$I f where f.source = $1',
			'gone_' || feed_name, etl.key_list(feed_name, 'f'), feed_name) using from_source;
	end loop;
	update etl.reject r set cured_run = at_run, cured_how = 'withdrawn' where r.source = from_source and r.cured_run is null;
end
$$;

-- Tables of the house that keep something by source and not by run.
create function etl.tables_by_source() returns setof regclass language sql stable as $$
	select c.oid::pg_catalog.regclass
	from pg_catalog.pg_class c
	join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'source' and not a.attisdropped
	where c.relnamespace = 'etl'::pg_catalog.regnamespace and c.relkind = 'r' and c.relname not in ('source', 'file')
		and not exists (select from pg_catalog.pg_attribute r where r.attrelid = c.oid and r.attname in ('run_no', 'run_from', 'first_run')
			and not r.attisdropped)
	order by c.relname collate "C"
$$;

-- The declared files of a drop that have raw tables.
create function etl.source_files(of_source text) returns setof text language sql stable as $$
	select l.feed from raw.loaded l where l.source = of_source
	union
	select d.feed from etl.drop_file d where d.source = of_source
$$;

-- From this run on a source is of no jurisdiction: '-'. What is known of others no longer waits for it.
create function etl.source_end(at_run bigint, of_source text, why text) returns void language sql as $$
	insert into etl.run_source as r (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture, extent,
		state, position, identity, note)
	select at_run, s.source, s.mapping, '-', s.timezone, s.as_at, s.mapping_sha256, s.content_sha256, coalesce(s.capture, 'compare'), 'none',
		'read', s.position, s.identity, why
	from etl.source s
	where s.source = of_source and s.last_run is not null and s.as_at is not null
	on conflict (run_no, source) do update set jurisdiction = excluded.jurisdiction, extent = excluded.extent, note = excluded.note
$$;

-- Gives all that is kept of a source to its new name. Runs of before tell of the old one for good.
create function etl.source_renamed(at_run bigint, old_name text, new_name text) returns void language plpgsql as $$
declare
	kept regclass;
	file_name text;
begin
	perform etl.source_end(at_run, old_name, 'its name is ' || new_name || ' from this run on');
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
	where r.source = old_name and r.cured_run is null;
	update etl.reject r set cured_run = at_run, cured_how = 'replaced' where r.source = old_name and r.cured_run is null;
	for file_name in select f.feed from etl.source_files(old_name) f (feed) loop
		execute pg_catalog.format('drop view if exists raw.%I', new_name || '_' || file_name);
		execute pg_catalog.format('drop table if exists raw.%I', 'rows_' || new_name || '_' || file_name);
		execute pg_catalog.format('alter view if exists raw.%I rename to %I', old_name || '_' || file_name, new_name || '_' || file_name);
		execute pg_catalog.format('alter table if exists raw.%I rename to %I', 'rows_' || old_name || '_' || file_name,
			'rows_' || new_name || '_' || file_name);
	end loop;
	delete from raw.refusal r using raw.loaded l where l.file_no = r.file_no and l.source = new_name;
	delete from raw.loaded l where l.source = new_name;
	update raw.loaded l set source = new_name where l.source = old_name;
	for kept in select t.name from etl.tables_by_source() t (name) loop
		execute pg_catalog.format('delete from %s k where k.source = $1', kept) using new_name;
		execute pg_catalog.format('update %s k set source = $1 where k.source = $2', kept) using new_name, old_name;
	end loop;
end
$$;

-- Forgets all that is kept of a source but what its runs told, which stays for good.
create function etl.source_retired(at_run bigint, of_source text) returns void language plpgsql as $$
declare
	kept regclass;
	file_name text;
begin
	perform etl.source_end(at_run, of_source, 'retired');
	for file_name in select f.feed from etl.source_files(of_source) f (feed) loop
		execute pg_catalog.format('drop view if exists raw.%I', of_source || '_' || file_name);
		execute pg_catalog.format('drop table if exists raw.%I', 'rows_' || of_source || '_' || file_name);
	end loop;
	delete from raw.refusal r using raw.loaded l where l.file_no = r.file_no and l.source = of_source;
	delete from raw.loaded l where l.source = of_source;
	for kept in select t.name from etl.tables_by_source() t (name) loop
		execute pg_catalog.format('delete from %s k where k.source = $1', kept) using of_source;
	end loop;
	delete from etl.source s where s.source = of_source;
end
$$;

-- ── age ──
-- Takes away entries that were closed more than so many days ago; open ones are kept for good.
create function etl.rejects_prune(keep_days integer) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	with old as (
		select max(r.run_no) as run_no from etl.run r where r.finished_at < pg_catalog.now() - pg_catalog.make_interval(days => keep_days)
	),
	taken as (
		delete from etl.reject r using old o where r.cured_run <= o.run_no
		returning r.source, r.feed, r.severity, r.code, r.first_run, r.cured_run
	),
	kept as (
		insert into etl.reject_pruned as p (source, feed, severity, code, first_run, cured_run, entries)
		select t.source, t.feed, t.severity, t.code, t.first_run, t.cured_run, pg_catalog.count(*)
		from taken t
		group by t.source, t.feed, t.severity, t.code, t.first_run, t.cured_run
		on conflict (source, feed, severity, code, first_run, cured_run) do update set entries = p.entries + excluded.entries
	)
	select pg_catalog.count(*) from taken into touched;
	return touched;
end
$$;

-- ── files ──
-- Makes what the run saw of the folders known: the folder, the files read, and what was refused. Of refusals, the place in the
-- file and the code tell them apart; those that the files no longer have are closed. Part of the run's application, so
-- that a dry run leaves nothing. Of a source that was not read the folder stays as it was last seen.
create or replace function etl.drop_enter(at_run bigint) returns void language plpgsql as $$
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
		create temporary table found_refusal on commit drop as
		select f.*, '@#' || f.file || ':' || coalesce(f.line, 0) as row_key from etl.drop_refused(from_source) f;
		create temporary table open_refusal on commit drop as
		select r.reject_no, r.feed, r.row_key, r.code, coalesce(r.field, '') as field
		from etl.reject r where r.cured_run is null and r.source = from_source and r.row_key like '@#%';
		analyze pg_temp.found_refusal, pg_temp.open_refusal;
		create temporary table met_refusal on commit drop as
		select o.reject_no, f.*
		from pg_temp.found_refusal f
		left join pg_temp.open_refusal o on o.feed = f.feed and o.row_key = f.row_key and o.code = f.code and o.field = coalesce(f.field, '');
		analyze pg_temp.met_refusal;
		update etl.reject r set last_run = at_run, reason = m.reason, remedy = m.remedy, content = m.content
		from pg_temp.met_refusal m
		where r.reject_no = m.reject_no;
		insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, reason, remedy, content, row_key)
		select at_run, at_run, from_source, m.feed, m.severity, m.code, m.file, m.line, m.field, m.reason, m.remedy, m.content, m.row_key
		from pg_temp.met_refusal m
		where m.reject_no is null;
		update etl.reject r set cured_run = at_run, cured_how = 'replaced'
		from pg_temp.open_refusal o
		where r.reject_no = o.reject_no and r.last_run <> at_run;
		drop table pg_temp.met_refusal, pg_temp.open_refusal, pg_temp.found_refusal;
		delete from raw.present p where p.source = from_source;
	end loop;
end
$$;
