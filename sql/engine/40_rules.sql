-- kind: script
-- purpose: rows as rules see them, and the rules that hold for every feed
-- locks: new objects only
--
-- The rules of one feed are files of their own (sql/etl/rules/); C runs them through engine.refuse.

-- ── rows as rules see them ──
-- With the days on which they fall in their source's time zone.
create view engine.checked_case as
	select s.*, (s.registered_at at time zone g.timezone)::date as registered_on, g.as_at_on,
		pg_catalog.width_bucket((s.registered_at at time zone g.timezone)::date, (select engine.era_steps())) as era, g.latest_on
	from stage."case" s
	join stage.source g on g.source = s.source;

create view engine.checked_accused as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.accused s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;

create view engine.checked_outcome as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.outcome s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;

create view engine.checked_complaint as
	select s.*, (s.received_at at time zone g.timezone)::date as received_on,
		(s.responded_at at time zone g.timezone)::date as responded_on, g.as_at_on, g.latest_on, g.timezone
	from stage.complaint s
	join stage.source g on g.source = s.source;

create view engine.checked_outreach as
	select s.*, g.as_at_on, g.latest_on from stage.outreach s join stage.source g on g.source = s.source;

create view engine.checked_referral as
	select s.*, g.as_at_on, g.latest_on from stage.referral s join stage.source g on g.source = s.source;

create view engine.checked_training as
	select s.*, g.as_at_on, g.latest_on from stage.training s join stage.source g on g.source = s.source;

create view engine.checked_count as
	select s.*, g.as_at_on, g.latest_on from stage.count s join stage.source g on g.source = s.source;

-- ── rules ──
-- What a rule finds; RETURN QUERY may look with several processes, which INSERT does not. That few rows come of it the
-- planner cannot know, and would shun the processes for their sake.
create function engine.rule_found(rule_text text) returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query execute pg_catalog.format('select x.source, x.row_no, x.reason, pg_catalog.to_jsonb(x) ->> ''field'' from (%s
		) x', rule_text);
end
$$;

-- Enters what a rule found: RULE_TEXT is a SELECT of source, row_no, reason and, where it differs by row, field.
-- A row that an earlier rule refused is left alone. What a jurisdiction tolerates is a warning.
create function engine.refuse(feed_name text, severity text, code text, field text, remedy text, rule_text text)
returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	insert into stage.refusal (source, feed, row_no, severity, code, field, reason, remedy)
	select r.source, feed_name, r.row_no, case when t.code is null then refuse.severity else 'warning' end, refuse.code,
		coalesce(refuse.field, r.field), r.reason, coalesce(t.note, refuse.remedy)
	from engine.rule_found(rule_text) r
	join stage.source g on g.source = r.source
	left join ref.tolerance t on t.jurisdiction = g.jurisdiction and t.code = refuse.code
	where not exists (select from stage.refusal e
		where e.source = r.source and e.feed = feed_name and e.row_no = r.row_no and e.severity = 'row');
	get diagnostics touched = row_count;
	if touched > 1000 then
		analyze stage.refusal;
	end if;
	return touched;
end
$$;

-- Refuses what was withheld, before every other rule.
create function engine.refuse_withheld(feed_name text) returns void language plpgsql as $$
declare
	c record;
begin
	for c in select f.name, f.type from engine.feed_columns(feed_name) f where f.type in ('text', 'text[]') and f.name <> 'origin' loop
		perform engine.refuse(feed_name, 'row', 'personal-data', c.name,
			'Take it out of this field at the source; the record comes with the next run.',
			pg_catalog.format($sql$select s.source, s.row_no,
					pg_catalog.format('The %%s holds %%s, which is not taken in.', %1$L, engine.withheld(x.value, 'withheld')) as reason
				from stage.%2$I s
				cross join lateral (select min(e.value) as value from pg_catalog.unnest(%3$s) as e (value) where e.value like '‹withheld: %%') x
				where %4$s$sql$,
				pg_catalog.replace(c.name, '_', ' '), feed_name,
				case c.type when 'text' then pg_catalog.format('array[s.%I]', c.name) else pg_catalog.format('s.%I', c.name) end,
				case c.type when 'text' then pg_catalog.format('s.%I like ''‹withheld: %%''', c.name) else 'x.value is not null' end));
	end loop;
	for c in select k.name, k.severity, k.fault, k.list, k.form from ref.coded_column k
		where k.feed = feed_name and k.form is distinct from 'section' order by k.name
	loop
		perform engine.refuse(feed_name, c.severity, c.fault, c.name,
			case when c.list is not null then 'Choose one of the list at the source, or have it added to the list.'
				else 'Correct it at the source: this takes a short name or number, and no remark.' end,
			pg_catalog.format($sql$select s.source, s.row_no, pg_catalog.format(%1$L, %2$L, engine.withheld(s.%3$I, 'unlisted')) as reason
				from stage.%4$I s where s.%3$I like '‹unlisted: %%'$sql$,
				case when c.form is null then 'The %s is none of the list (%s).'
					when c.list is not null then 'The %s is none that is known (%s).' else 'The %s has not the form of one (%s).' end,
				pg_catalog.replace(c.name, '_', ' '), c.name, feed_name));
	end loop;
end
$$;

-- The rules that hold for every feed: what its fact cannot do without is there, its district exists, its key is its own.
create function engine.refuse_common(feed_name text) returns void language plpgsql as $$
declare
	faults text;
	any_fault text;
	differing text;
	keys text := engine.key_list(feed_name, 'd');
begin
	select pg_catalog.string_agg(pg_catalog.format('case when %s then %L end', c.fault, c.name), ', '),
		pg_catalog.string_agg(c.fault, ' or ')
	into faults, any_fault
	from (select f.name, case f.type when 'text' then pg_catalog.format('coalesce(pg_catalog.btrim(s.%I), '''') = ''''', f.name)
			else pg_catalog.format('s.%I is null', f.name) end as fault
		from engine.feed_columns(feed_name) f where f.required) c;
	perform engine.refuse(feed_name, 'row', 'missing-value', null, 'Fill it in at the source; the record comes with the next run.',
		pg_catalog.format('select s.source, s.row_no, m.fields as field,
			pg_catalog.format(''The record cannot be counted, because this is not filled in: %%s.'', m.fields) as reason
		from stage.%I s cross join lateral (select pg_catalog.concat_ws('', '', %s) as fields) m where %s',
		feed_name, faults, any_fault));
	if engine.has_district(feed_name) then
		perform engine.refuse(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.format('select s.source, s.row_no, pg_catalog.format(''There is no district ''''%%s''''.'', s.district) as reason
			from stage.%I s join stage.source g on g.source = s.source
			where not exists (select from ref.district d where d.code = s.district and d.jurisdiction = g.jurisdiction)', feed_name));
	end if;
	-- The row counted is the one that is a fact, where facts were taken up; else the first of its file, or the one of the lowest
	-- hash: the same in whatever order they come. Columns that differ are named, their values never are.
	select pg_catalog.string_agg(pg_catalog.format('case when n.%1$I is distinct from w.%1$I then %1$L end', c.name), ', ')
	into differing
	from engine.feed_columns(feed_name) c where c.name <> 'origin' and c.name <> all (engine.fact_keys(feed_name));
	perform engine.refuse(feed_name, 'row', 'duplicate-key', pg_catalog.array_to_string(engine.fact_keys(feed_name), ', '),
		'Remove the second entry at the source, or give it a number of its own.',
		pg_catalog.format('with twice as materialized (select %1$s from stage.%2$I d group by %1$s having pg_catalog.count(*) > 1),
		given as materialized (
			select d.*, pg_catalog.row_number() over (partition by %1$s order by d.row_no >= -1000000000000,
				engine.origin_file(d.origin) collate "C", engine.origin_line(d.origin), d.feed_hash, d.row_no) as place
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
		where n.place > 1', keys, feed_name, engine.key_join(feed_name, 'd', 'twice'), engine.key_join(feed_name, 'n', 'w'), differing));
end
$$;

-- ── the same record from two sources ──
-- The sources of which another has the same jurisdiction: only these can hold the same record.
create function engine.sources_shared() returns text[] language sql stable as $$
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
create function engine.natural_key(feed_name text, a text) returns text[] language sql stable as $$
	select array(select pg_catalog.replace(k, '@', a) from etl.fact f
		cross join lateral pg_catalog.unnest(case a when 's' then coalesce(f.staged, f.record) else f.record end) with ordinality as t (k, place)
		where f.fact = feed_name order by t.place)
$$;

-- Rows for which that is no accident: a complaint that has a time of day, a session that somebody attended.
create function engine.natural_key_tells(feed_name text) returns text language sql stable as $$
	select coalesce(f.tells, 'true') from etl.fact f where f.fact = feed_name
$$;

-- How facts f of the records k (i1, i2, …) are found: as declared, where an index of their own serves, else by the expressions alone.
create function engine.natural_key_found(feed_name text, is_same text) returns text language sql stable as $$
	select coalesce(f.found, pg_catalog.format('fact.%I f on %s', feed_name, is_same)) from etl.fact f where f.fact = feed_name
$$;

-- Rows of the stage whose record another source has already, or has before them. The one that stays is the one that is counted
-- already; of several the one counted longest; of new ones that of the source that stands first in the configuration.
create function engine.rivals(feed_name text) returns table (source text, row_no bigint, counted text) language plpgsql as $$
declare
	shared text[] := engine.sources_shared();
	ids text := (select pg_catalog.string_agg(pg_catalog.format('@.i%s', n), ', ' order by n)
		from pg_catalog.generate_subscripts(engine.natural_key(feed_name, 's'), 1) n);
	named text := (select pg_catalog.string_agg(pg_catalog.format('%s as i%s', k, n), ', ' order by n)
		from pg_catalog.unnest(engine.natural_key(feed_name, 's')) with ordinality as t (k, n));
	is_same text := (select pg_catalog.string_agg(pg_catalog.format('%s = @.i%s', k, n), ' and ' order by n)
		from pg_catalog.unnest(engine.natural_key(feed_name, 'f')) with ordinality as t (k, n));
begin
	if pg_catalog.cardinality(shared) = 0 or not engine.any_row(pg_catalog.format('stage.%I', feed_name)) then
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
		feed_name, engine.key_list(feed_name, 's'), named, engine.natural_key_tells(feed_name), pg_catalog.replace(ids, '@', 'm'),
		engine.key_join(feed_name, 'f', 'm'), pg_catalog.replace(is_same, '@', 'm'), pg_catalog.replace(ids, '@', 'k'),
		engine.natural_key_found(feed_name, pg_catalog.replace(is_same, '@', 'k')),
		engine.key_join(feed_name, 's', 'f'), 'gone_' || feed_name, engine.key_join(feed_name, 'x', 'f'), pg_catalog.replace(ids, '@', 'e'))
	using shared, feed_name;
end
$$;
