-- kind: script
-- purpose: functions of a run, from the stage to the facts: reduction to changes, retries, rules, refusals, classification, apply
-- locks: new objects only

-- ── keys ──
-- " a.k1 = b.k1 and a.k2 = b.k2" of a fact's keys.
create function etl.key_join(fact_name text, a text, b text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%1$s.%3$I = %2$s.%3$I', a, b, k.name), ' and ' order by k.place)
	from pg_catalog.unnest(etl.fact_keys(fact_name)) with ordinality as k (name, place)
$$;
-- "a.k1, a.k2".
create function etl.key_list(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s.%I', a, k.name), ', ' order by k.place)
	from pg_catalog.unnest(etl.fact_keys(fact_name)) with ordinality as k (name, place)
$$;
-- The keys of a row as one text, as etl.reject.row_key has them; null when one is missing.
create function etl.key_text(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s.%I::text', a, k.name), ' || ''|'' || ' order by k.place)
	from pg_catalog.unnest(etl.fact_keys(fact_name)) with ordinality as k (name, place)
$$;
-- The same text taken apart again: "split_part(a.row_key, '|', 1)::uuid as k1, …".
create function etl.key_parts(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('pg_catalog.split_part(%s.row_key, ''|'', %s)::uuid as %I', a, k.place, k.name),
		', ' order by k.place)
	from pg_catalog.unnest(etl.fact_keys(fact_name)) with ordinality as k (name, place)
$$;
-- Columns that a feed gives, quoted, without origin.
create function etl.feed_list(feed text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s%I', a, c.name), ', ')
	from etl.feed_columns(feed) c where c.name <> 'origin'
$$;
create function etl.any_row(relation text) returns boolean language plpgsql as $$
declare
	found_one boolean;
begin
	execute 'select exists (select from ' || relation::pg_catalog.regclass || ')' into found_one;
	return found_one;
end
$$;

-- ── the stage ──
-- Empties the stage. Tables that no migration made are dropped.
create function etl.stage_clear() returns void language plpgsql as $$
declare
	table_name text;
	kept text[] := array['source', 'refusal', 'meaning'] || etl.feeds()
		|| array(select p || f from pg_catalog.unnest(etl.feeds()) f cross join pg_catalog.unnest(array['delta_', 'whole_', 'gone_']) p);
begin
	for table_name in
		select c.relname from pg_catalog.pg_class c
		where c.relnamespace = 'stage'::pg_catalog.regnamespace and c.relkind = 'r'
		order by c.relname collate "C"
	loop
		if table_name <> all (kept) then
			execute pg_catalog.format('drop table stage.%I', table_name);
		elsif etl.any_row(pg_catalog.format('stage.%I', table_name)) then
			execute pg_catalog.format('truncate stage.%I', table_name);
		end if;
	end loop;
end
$$;

-- Spellings of districts become codes.
create function etl.stage_resolve_districts(feed_name text) returns void language plpgsql as $$
declare
	spellings text[];
	codes text[];
begin
	if feed_name in ('accused', 'outcome') then
		return;
	end if;
	-- a feed spells few districts: they are looked up once each, and mostly there is none to be replaced
	execute pg_catalog.format('select pg_catalog.array_agg(n.district), pg_catalog.array_agg(a.code)
		from (select s.district from stage.%I s group by s.district) n
		join ref.district_alias a on a.alias = pg_catalog.lower(pg_catalog.btrim(n.district)) and n.district <> a.code
		where not exists (select from ref.district d where d.code = n.district)', feed_name) into spellings, codes;
	if spellings is not null then
		execute pg_catalog.format('update stage.%I s set district = a.code
			from rows from (pg_catalog.unnest($1), pg_catalog.unnest($2)) as a (spelling, code)
			where s.district = a.spelling', feed_name) using spellings, codes;
	end if;
end
$$;

-- The day of a landed row, by which a back-fill takes or leaves it.
create function etl.landed_day(feed_name text) returns text language sql immutable parallel safe as $$
	select case feed_name
		when 'case' then '(w.registered_at at time zone g.timezone)::date'
		when 'complaint' then '(w.received_at at time zone g.timezone)::date'
		when 'accused' then '(select c.registered_on from fact."case" c where c.case_key = w.case_key)'
		when 'outcome' then '(select c.registered_on from fact."case" c where c.case_key = w.case_key)'
		else 'w.' || etl.fact_day(feed_name) end
$$;

-- Reduces what landed of whole sources to what differs from the facts: rows whose key is unknown or whose
-- hash is another, and rows that were refused before. Keys that did not land are gone.
-- All rows of a key go together, and so do those of a key given twice, were they the same to the letter.
create function etl.stage_reduce(feed_name text) returns void language plpgsql as $$
declare
	join_facts text := etl.key_join(feed_name, 'w', 'f');
	keys text := etl.key_list(feed_name, 'w');
	first_key text := (etl.fact_keys(feed_name))[1];
	in_period text := pg_catalog.format('(g.extent <> ''period'' or %s between g.period_from and g.period_to
		or f.%I between g.period_from and g.period_to%s)', etl.landed_day(feed_name), etl.fact_day(feed_name),
		-- cases were reduced first, and a new one is no fact yet
		case when feed_name in ('accused', 'outcome') then ' or w.case_key in (select k.case_key from stage."case" k)' else '' end);
begin
	if not exists (select from stage.source g where g.state = 'read' and g.extent in ('whole', 'period')) then
		if etl.any_row(pg_catalog.format('stage.%I', 'whole_' || feed_name)) then
			raise exception 'rows of feed "%" landed whole, but no source was read whole', feed_name;
		end if;
		return;
	end if;
	execute pg_catalog.format('analyze stage.%I', 'whole_' || feed_name);
	execute pg_catalog.format('create temporary table opened on commit drop as
		select distinct r.source, %s from etl.reject r
		join stage.source g on g.source = r.source and g.state = ''read'' and g.extent in (''whole'', ''period'')
		where r.feed = $1 and r.cured_run is null and r.row_key not like ''@%%''', etl.key_parts(feed_name, 'r')) using feed_name;
	execute pg_catalog.format('create temporary table differing on commit drop as
		select %1$s from stage.%2$I w join stage.source g on g.source = w.source left join fact.%3$I f on %4$s
			where f.feed_hash is distinct from w.feed_hash and %5$s
		union
		(select %1$s from stage.%2$I w join stage.source g on g.source = w.source left join fact.%3$I f on %4$s
			where %5$s group by %1$s having pg_catalog.count(*) > 1)
		union
		select %6$s from opened o', keys, 'whole_' || feed_name, feed_name, join_facts, in_period, etl.key_list(feed_name, 'o'));
	analyze differing;
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, origin, feed_hash, %2$s)
		select w.source, w.row_no, w.origin, w.feed_hash, %3$s from stage.%4$I w join differing d on %5$s
		union all
		select w.source, w.row_no, w.origin, w.feed_hash, %3$s from stage.%4$I w where pg_catalog.num_nulls(%6$s) > 0',
		feed_name, etl.feed_list(feed_name, ''), etl.feed_list(feed_name, 'w.'), 'whole_' || feed_name,
		etl.key_join(feed_name, 'w', 'd'), keys);
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
		'gone_' || feed_name, etl.key_list(feed_name, 'f'), feed_name, 'whole_' || feed_name, join_facts, first_key,
		etl.fact_day(feed_name), feed_name, etl.key_join(feed_name, 's', 'f'), etl.key_list(feed_name, 'o'),
		etl.key_join(feed_name, 'w', 'o'), etl.key_join(feed_name, 's', 'o'));
	drop table opened, differing;
end
$$;

-- Keys that a ledger noted and whose row is still there have not gone.
create function etl.stage_settle_gone(feed_name text) returns void language plpgsql as $$
begin
	execute pg_catalog.format('delete from stage.%I x using stage.%I s where %s', 'gone_' || feed_name, feed_name,
		etl.key_join(feed_name, 'x', 's'));
end
$$;

-- Takes facts up again as rows of the stage: those whose keys are given by KEYS_FROM, a FROM item named k
-- that joins to f, and that are neither staged nor gone. BATCH keeps the row numbers of two calls apart.
-- EXCEPT, because it is never planned as a loop in a loop, however few keys the planner thinks there are.
create function etl.stage_from_facts(feed_name text, batch integer, keys_from text) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, feed_hash, %2$s)
		select f.source, -1000000000000::bigint * %9$s - pg_catalog.row_number() over (), f.feed_hash, %3$s
		from (select %4$s from %5$s except select %7$s from stage.%1$I s except select %7$s from stage.%8$I s) x
		join fact.%1$I f on %6$s
		join stage.source g on g.source = f.source and g.state = ''read''',
		feed_name, etl.feed_list(feed_name, ''), etl.feed_list(feed_name, 'f.'), etl.key_list(feed_name, 'f'), keys_from,
		etl.key_join(feed_name, 'x', 'f'), etl.key_list(feed_name, 's'), 'gone_' || feed_name, batch);
	get diagnostics touched = row_count;
	return touched;
end
$$;

-- Tries refused rows again, as they were given. What was read whole has come again by itself.
create function etl.stage_retry(feed_name text) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	execute pg_catalog.format('insert into stage.%1$I (source, row_no, origin, feed_hash, %2$s)
		select r.source, -r.reject_no, r.origin, r.feed_hash, %3$s
		from (
			select distinct on (o.source, o.row_key, o.feed_hash, o.code = ''duplicate-key'') o.source, o.reject_no, o.feed_hash, o.row_key,
				o.file || '':'' || o.line as origin, pg_catalog.jsonb_populate_record(null::stage.%1$I, o.content) as given
			from etl.reject o
			join stage.source g on g.source = o.source and g.state = ''read'' and g.extent = ''changes''
			where o.feed = $1 and o.cured_run is null and o.row_key not like ''@%%'' and o.content is not null
			order by o.source, o.row_key, o.feed_hash, o.code = ''duplicate-key'', o.reject_no
		) r
		join (
			select o.reject_no from etl.reject o where o.feed = $1 and o.cured_run is null
			except
			select p.reject_no from (select o.reject_no, %4$s from etl.reject o
				where o.feed = $1 and o.cured_run is null and o.row_key not like ''@%%'') p
			join (select %5$s from stage.%1$I s union select %5$s from stage.%6$I s) s on %7$s
		) n on n.reject_no = r.reject_no',
		feed_name, etl.feed_list(feed_name, ''), etl.feed_list(feed_name, '(r.given).'), etl.key_parts(feed_name, 'o'),
		etl.key_list(feed_name, 's'), 'gone_' || feed_name, etl.key_join(feed_name, 's', 'p'))
	using feed_name;
	get diagnostics touched = row_count;
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

-- Brings the stage to all that this run has to look at: what changed, what was refused before, FIRs that
-- carry a changed FIR's number, the accused and outcomes of changed cases, the accused of changed outcomes.
-- What the planner has to know of the stage is coarse: a fifth of the usual sample will do.
create function etl.stage_complete(at_run bigint) returns void language plpgsql set default_statistics_target = 20 as $$
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
	if etl.any_row('fact."case"') then
		-- not by case: the numbers of the stage are made distinct first, so that they go to the facts and not the facts to them
		perform etl.stage_from_facts('case', 1, '(select distinct s.source, s.district, s.station, s.fir_year,
				pg_catalog.upper(pg_catalog.btrim(s.fir_number)) as number from stage."case" s) k
			join fact."case" f on f.source = k.source and f.district = k.district and f.station = k.station
				and f.fir_year = k.fir_year and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.number');
		perform etl.stage_from_facts('outcome', 1, '(select s.case_key from stage."case" s union select s.case_key from stage.gone_case s) k
			join fact.outcome f on f.case_key = k.case_key');
		perform etl.stage_from_facts('accused', 1, '(select s.case_key from stage."case" s union select s.case_key from stage.gone_case s) k
			join fact.accused f on f.case_key = k.case_key');
		perform etl.stage_from_facts('accused', 2, '(select s.case_key, s.accused_key from stage.outcome s
			union select s.case_key, s.accused_key from stage.gone_outcome s) k
			join fact.accused f on f.case_key = k.case_key and f.accused_key = k.accused_key');
		analyze stage."case", stage.accused, stage.outcome;
	end if;
end
$$;

-- Takes up all facts and refused rows of the sources of the warehouse: a reclassification reads no source.
create function etl.stage_all_facts(at_run bigint) returns void language plpgsql as $$
declare
	feed_name text;
begin
	foreach feed_name in array etl.feeds() loop
		perform etl.stage_retry(feed_name);
		perform etl.stage_from_facts(feed_name, 3, pg_catalog.format('fact.%I f', feed_name));
		execute pg_catalog.format('insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)
			select $1, s.source, $2, 0, 0, 0 from stage.%I s group by s.source', feed_name) using at_run, feed_name;
	end loop;
end
$$;

-- ── rules ──
-- Rows as rules see them: with the days on which they fall in their source's time zone.
create function ref.era_steps() returns date[] language sql stable parallel safe as $$
	select array(select distinct b.day from ref.offence_section o
		cross join lateral (values (o.valid_from), (o.valid_to + 1)) as b (day) where b.day is not null order by b.day)
$$;
-- A source's day up to which its records are known, worked out once for it and not for each of its rows.
alter table stage.source add column as_at_on date generated always as ((as_at at time zone timezone)::date) stored;
create view stage.checked_case as
	select s.*, (s.registered_at at time zone g.timezone)::date as registered_on, g.as_at_on,
		pg_catalog.width_bucket((s.registered_at at time zone g.timezone)::date, (select ref.era_steps())) as era
	from stage."case" s
	join stage.source g on g.source = s.source;
create view stage.checked_accused as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on
	from stage.accused s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;
create view stage.checked_outcome as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on
	from stage.outcome s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;
create view stage.checked_complaint as
	select s.*, (s.received_at at time zone g.timezone)::date as received_on,
		(s.responded_at at time zone g.timezone)::date as responded_on, g.as_at_on
	from stage.complaint s
	join stage.source g on g.source = s.source;
create view stage.checked_outreach as
	select s.*, g.as_at_on
	from stage.outreach s join stage.source g on g.source = s.source;
create view stage.checked_referral as
	select s.*, g.as_at_on
	from stage.referral s join stage.source g on g.source = s.source;
create view stage.checked_training as
	select s.*, g.as_at_on
	from stage.training s join stage.source g on g.source = s.source;

-- What a rule finds; RETURN QUERY may look with several processes, which INSERT does not. That few rows come of it the
-- planner cannot know, and would shun the processes for their sake.
create function etl.rule_found(rule_text text) returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query execute pg_catalog.format('select x.source, x.row_no, x.reason, pg_catalog.to_jsonb(x) ->> ''field'' from (%s
		) x', rule_text);
end
$$;

-- Enters what a rule found: RULE_TEXT is a SELECT of source, row_no, reason and, where it differs by row, field.
-- A row that an earlier rule refused is left alone. What a jurisdiction tolerates is a warning.
create function etl.refuse(feed_name text, severity text, code text, field text, remedy text, rule_text text)
returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	insert into stage.refusal (source, feed, row_no, severity, code, field, reason, remedy)
	select r.source, feed_name, r.row_no, case when t.code is null then refuse.severity else 'warning' end, refuse.code,
		coalesce(refuse.field, r.field), r.reason, coalesce(t.note, refuse.remedy)
	from etl.rule_found(rule_text) r
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

-- The rules that hold for every feed: what its fact cannot do without is there, its district exists, its key is its own.
create function etl.refuse_common(feed_name text) returns void language plpgsql as $$
declare
	faults text;
	any_fault text;
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
	if feed_name not in ('accused', 'outcome') then
		perform etl.refuse(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.format('select s.source, s.row_no, pg_catalog.format(''There is no district ''''%%s''''.'', s.district) as reason
			from stage.%I s join stage.source g on g.source = s.source
			where not exists (select from ref.district d where d.code = s.district and d.jurisdiction = g.jurisdiction)', feed_name));
	end if;
	-- the row counted is the first of its file, or else the one of the lowest hash: the same in whatever order they come
	perform etl.refuse(feed_name, 'row', 'duplicate-key', pg_catalog.array_to_string(etl.fact_keys(feed_name), ', '),
		'Remove the second entry at the source, or give it a number of its own.',
		pg_catalog.format('with twice as materialized (select %1$s from stage.%2$I d group by %1$s having pg_catalog.count(*) > 1)
		select n.source, n.row_no, ''The same record was given twice; the first one is counted.'' as reason
		from (select d.source, d.row_no, pg_catalog.row_number() over (partition by %1$s
				order by etl.origin_file(d.origin) collate "C", etl.origin_line(d.origin), d.feed_hash, d.row_no) as place
			from stage.%2$I d
			join twice on %3$s) n
		where n.place > 1', keys, feed_name, etl.key_join(feed_name, 'd', 'twice')));
end
$$;

-- Enters the refusals of a feed into the ledger and takes refused rows and blanked fields out of the stage.
create function etl.refusals_enter(at_run bigint, feed_name text) returns void language plpgsql as $$
declare
	field_name text;
	owner text := case when feed_name in ('accused', 'outcome') then 'left join fact."case" k on k.case_key = s.case_key' else '' end;
	owner_of text := case when feed_name in ('accused', 'outcome') then 'k.%1$I' else 'pg_catalog.to_jsonb(s) ->> %1$L' end;
begin
	execute pg_catalog.format($sql$
		create temporary table entering on commit drop as
		select distinct on (e.source, e.row_key, e.code, e.field, case when e.code = 'duplicate-key' then e.feed_hash end) e.*
		from (
			select r.source, r.row_no, r.severity, r.code, r.field, r.reason, r.remedy, s.feed_hash,
				etl.origin_file(s.origin) as file, etl.origin_line(s.origin) as line, %1$s as district, %2$s as station, c.content,
				coalesce(%3$s, '@' || coalesce(s.origin, pg_catalog.md5(c.content::text))) as row_key
			from stage.refusal r
			join stage.%4$I s on s.source = r.source and s.row_no = r.row_no
			cross join lateral (select pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'] as content) c
			%5$s
			where r.feed = $1) e
		order by e.source, e.row_key, e.code, e.field, case when e.code = 'duplicate-key' then e.feed_hash end, e.row_no$sql$,
		pg_catalog.format(owner_of, 'district'), pg_catalog.format(owner_of, 'station'), etl.key_text(feed_name, 's'), feed_name, owner)
	using feed_name;
	analyze entering;

	update etl.reject r set last_run = at_run, severity = e.severity, reason = e.reason, remedy = e.remedy, content = e.content,
		feed_hash = e.feed_hash, file = e.file, line = e.line, district = e.district, station = e.station
	from entering e
	where r.cured_run is null and r.source = e.source and r.feed = feed_name and r.row_key = e.row_key and r.code = e.code
		and r.field is not distinct from e.field and (e.code <> 'duplicate-key' or r.feed_hash is not distinct from e.feed_hash);
	insert into etl.reject (first_run, last_run, source, feed, severity, code, file, line, field, district, station, reason, remedy,
		content, row_key, feed_hash)
	select at_run, at_run, e.source, feed_name, e.severity, e.code, e.file, e.line, e.field, e.district, e.station, e.reason, e.remedy,
		e.content, e.row_key, e.feed_hash
	from entering e
	where not exists (select from etl.reject r
		where r.cured_run is null and r.source = e.source and r.feed = feed_name and r.row_key = e.row_key and r.code = e.code
			and r.field is not distinct from e.field and r.last_run = at_run
			and (e.code <> 'duplicate-key' or r.feed_hash is not distinct from e.feed_hash));
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

-- ── classification ──
-- What a case's sections mean on its day, once for each way in which they are written.
create unlogged table stage.meaning (
	sections text[] not null,
	honour boolean not null,
	domestic boolean not null,
	era integer not null,
	category text,                     -- the principal offence: the most serious category that a section decides
	unknown text                       -- parts that the list of offences does not have
);
-- The ways in which they are written, each with its first day; RETURN QUERY may look with several processes.
create function etl.sections_written() returns table (sections text[], honour boolean, domestic boolean, era integer, day date)
language plpgsql set parallel_tuple_cost = 0.01 as $$
begin
	return query
		select coalesce(s.sections, '{}'), coalesce(s.honour, false), coalesce(s.domestic, false), s.era, min(s.registered_on)
		from stage.checked_case s where s.era is not null group by 1, 2, 3, 4;
end
$$;
create function etl.stage_meaning() returns void language plpgsql as $$
begin
	insert into stage.meaning (sections, honour, domestic, era, category, unknown)
	with written as (
		select pg_catalog.row_number() over () as place, w.* from etl.sections_written() w
	),
	part as (
		select distinct w.place, w.honour, w.domestic, w.day, p.part, ref.section_form(p.part) as form, ref.section_base(p.part) as base
		from written w
		cross join lateral pg_catalog.unnest(w.sections) as s (section)
		cross join lateral pg_catalog.regexp_split_to_table(s.section, '\s*[/,;+&]\s*') as p (part)
		where pg_catalog.btrim(p.part) <> ''
	),
	spelling as materialized (select x.* from ref.section_spelling x),
	-- the meanings of the section as written, else of the section without its clause
	meaning as (
		select p.place, p.part, p.honour, p.domestic, x.category, x.seriousness, x.decides, x.needs,
			pg_catalog.dense_rank() over (partition by p.place, p.part order by (x.form <> p.form)) as closeness
		from part p
		join spelling x on x.form in (p.form, p.base) and x.valid_from <= p.day and (x.valid_to is null or x.valid_to >= p.day)
	),
	principal as (
		select distinct on (m.place) m.place, m.category
		from meaning m
		where m.closeness = 1 and m.decides
			and (m.needs is null or (m.needs = 'honour' and m.honour) or (m.needs = 'domestic' and m.domestic))
		order by m.place, m.seriousness, m.category collate "C"
	),
	unknown as (
		select p.place, pg_catalog.string_agg(distinct p.part, ', ' order by p.part) as parts
		from part p
		where not exists (select from spelling x where x.form in (p.form, p.base))
		group by p.place
	)
	select w.sections, w.honour, w.domestic, w.era, c.category, u.parts
	from written w left join principal c on c.place = w.place left join unknown u on u.place = w.place;
	analyze stage.meaning;
end
$$;

-- ── new images of the facts: what they look like if this run is applied ──
create view stage.image_case as
	select s.case_key, s.source, s.district, s.station, s.fir_year, s.fir_number, s.registered_at, s.registered_on, s.occurred_on,
		coalesce(s.sections, '{}') as sections, coalesce(m.category, 'OTHER') as category,
		coalesce(s.honour, false) as honour, coalesce(s.domestic, false) as domestic,
		coalesce(s.channel, 'station') as channel, coalesce(s.status, 'FIR') as status, s.status_on,
		s.victims, s.victim_age_band, s.relation, s.feed_hash
	from stage.checked_case s
	left join stage.meaning m on m.sections = coalesce(s.sections, '{}') and m.honour = coalesce(s.honour, false)
		and m.domestic = coalesce(s.domestic, false) and m.era = s.era;

create view stage.image_outcome as
	select s.case_key, s.accused_key, s.outcome_key, s.source, c.district, c.registered_on, c.category,
		s.court, s.decided_on, s.outcome, r.class as outcome_class, s.sentence_kind, s.sentence_months, s.fine, s.appeal, s.feed_hash
	from stage.outcome s
	join fact."case" c on c.case_key = s.case_key
	join ref.court_outcome r on r.code = s.outcome;

-- Made after the outcomes: the one that decides for an accused is a guilty charge before an acquitted one, then the earliest.
create view stage.image_accused as
	select s.case_key, s.accused_key, s.source, c.district, c.station, c.registered_on, c.category, c.channel,
		s.sex, s.age_band, coalesce(s.status, 'NOMINATED') as status, s.arrested_on, s.challaned_on,
		o.decided_on, o.outcome, o.outcome_class, o.sentence_kind, o.sentence_months, s.feed_hash
	from stage.accused s
	join fact."case" c on c.case_key = s.case_key
	left join (
		select distinct on (f.case_key, f.accused_key) f.case_key, f.accused_key, f.decided_on, f.outcome, f.outcome_class,
			f.sentence_kind, f.sentence_months
		from stage.accused a
		join fact.outcome f on f.case_key = a.case_key and f.accused_key = a.accused_key
		join ref.court_outcome r on r.code = f.outcome
		where r.final
		order by f.case_key, f.accused_key, r.rank, f.decided_on, f.outcome_key
	) o on o.case_key = s.case_key and o.accused_key = s.accused_key;

create view stage.image_complaint as
	select s.complaint_key, s.source, s.district, s.received_at, s.received_on,
		coalesce(s.channel, 'station') as channel, coalesce(s.kind, 'other') as kind, s.responded_at,
		coalesce(s.disposal, 'open') as disposal, s.disposed_on, s.case_key, s.satisfaction, s.feed_hash
	from stage.checked_complaint s;
create view stage.image_outreach as
	select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
		coalesce(s.attended_women, 0) as attended_women, coalesce(s.attended_men, 0) as attended_men, s.partner, s.feed_hash
	from stage.outreach s;
create view stage.image_referral as
	select s.referral_key, s.source, s.district, s.complaint_key, s.case_key, s.partner, s.service, s.referred_on,
		s.accepted_on, s.first_served_on, s.closed_on, s.feed_hash
	from stage.referral s;
create view stage.image_training as
	select s.training_key, s.source, s.district, s.officer_key, s.unit, s.course, s.completed_on, s.feed_hash
	from stage.training s;

-- ── control totals ──
-- What a feed gave is what landed, and what landed is staged or refused. Returns the sources where it is not so.
create function etl.feed_totals(at_run bigint, feed_name text)
returns table (source text, feed text, extracted bigint, staged bigint, rejected bigint) language plpgsql as $$
begin
	return query execute pg_catalog.format($sql$
		with landed as (
			select w.source, pg_catalog.count(*) as rows from stage.%1$I w group by w.source
		),
		given as (
			select s.source, pg_catalog.count(*) as rows from stage.%2$I s where s.row_no > 0 group by s.source
		),
		refused as (
			select r.source, pg_catalog.count(distinct r.row_no) filter (where r.row_no > 0) as rows
			from stage.refusal r where r.feed = $2 and r.severity = 'row' group by r.source
		),
		totals as (
			update etl.run_feed f set rejected = coalesce(r.rows, 0), staged = coalesce(l.rows, coalesce(s.rows, 0) + coalesce(r.rows, 0))
				- coalesce(r.rows, 0)
			from etl.run_feed g
			left join landed l on l.source = g.source
			left join given s on s.source = g.source
			left join refused r on r.source = g.source
			where f.run_no = $1 and f.feed = $2 and g.run_no = f.run_no and g.source = f.source and g.feed = f.feed
			returning f.source, f.feed, f.extracted, f.staged, f.rejected
		)
		select t.* from totals t where t.extracted <> t.staged + t.rejected order by t.source collate "C"$sql$,
		'whole_' || feed_name, feed_name)
	using at_run, feed_name;
end
$$;

-- A source that went away in the middle is as if it had not been read.
create function etl.stage_drop_source(at_run bigint, from_source text) returns void language plpgsql as $$
declare
	table_name text;
begin
	foreach table_name in array etl.feeds() || array(
		select p || f from pg_catalog.unnest(etl.feeds()) f cross join pg_catalog.unnest(array['whole_', 'gone_']) p)
	loop
		execute pg_catalog.format('delete from stage.%I s where s.source = $1', table_name) using from_source;
	end loop;
	delete from stage.source s where s.source = from_source;
	delete from etl.run_feed f where f.run_no = at_run and f.source = from_source;
end
$$;

-- A ledger notes rows, and a key that was given twice stands in several. True when one of them was noted and not all
-- of them have come: which of the rows known has changed cannot be told, and the source has to be read whole.
create function etl.stage_is_torn(from_source text) returns boolean language plpgsql as $$
declare
	feed_name text;
	torn boolean;
begin
	foreach feed_name in array etl.feeds() loop
		execute pg_catalog.format('select exists (
			select from (
				select o.row_key, pg_catalog.count(*) as refused from etl.reject o
				where o.source = $1 and o.feed = $2 and o.cured_run is null and o.code = ''duplicate-key'' group by o.row_key) t
			join (select %1$s as row_key from stage.%2$I s where s.source = $1
				union select %1$s from stage.%3$I s where s.source = $1) n on n.row_key = t.row_key
			left join (select %1$s as row_key, pg_catalog.count(*) as given from stage.%2$I s
				where s.source = $1 group by 1) g on g.row_key = t.row_key
			where coalesce(g.given, 0) < t.refused + 1)', etl.key_text(feed_name, 's'), feed_name, 'gone_' || feed_name)
		into torn using from_source, feed_name;
		if torn then
			return true;
		end if;
	end loop;
	return false;
end
$$;
