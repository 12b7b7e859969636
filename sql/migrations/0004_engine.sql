-- kind: script
-- purpose: the engine of a run: classification, new images of the facts, signed deltas, cubes and their proofs
-- locks: new objects; etl.source, etl.reject and the facts for a moment

-- ── ledgers ──
alter table etl.source add column timezone text;   -- civil dates of the source's records
alter table etl.reject add column row_no bigint;    -- stage row; null for a line that never reached the stage
create index on etl.reject (source, feed, code);

-- A column that a fact needs and that has no default must be yielded by every mapping and filled in
-- every row. Those with a default stand for "not recorded": the least that is known of the row.
alter table fact."case"
	alter column sections set default '{}', alter column honour set default false,
	alter column domestic set default false, alter column channel set default 'station',
	alter column status set default 'FIR';
alter table fact.accused alter column status set default 'NOMINATED';
alter table fact.complaint
	alter column kind set default 'other', alter column disposal set default 'open',
	alter column channel set default 'station';
alter table fact.outreach
	alter column kind set default 'other',
	alter column attended_women set default 0, alter column attended_men set default 0;

-- What this run reads, as long as it runs; etl.source learns of it when the run is applied.
create unlogged table stage.source (
	source text primary key,
	mapping text not null,
	jurisdiction text not null,
	timezone text not null,
	as_at timestamptz not null,
	mapping_sha256 text not null,
	content_sha256 text
);

-- What is an error elsewhere and ordinary in a jurisdiction: such rows are noted and kept.
create table ref.tolerance (
	jurisdiction text not null,
	code text not null,                -- of the rule
	note text not null,
	primary key (jurisdiction, code)
);

-- The feeds in the order in which their facts are made: an accused carries columns of its case.
create function etl.feeds() returns text[] language sql immutable parallel safe as $$
	select array['case', 'accused', 'outcome', 'complaint', 'outreach', 'referral', 'training']
$$;

-- Columns of a fact that a feed has to give: name and type in the stage, and whether each row needs it.
create function etl.feed_columns(feed text)
returns table (name text, type text, required boolean) language sql stable as $$
	select s.attname::text, pg_catalog.format_type(s.atttypid, null), coalesce(f.attnotnull and not f.atthasdef, false)
	from pg_catalog.pg_attribute s
	left join pg_catalog.pg_attribute f
		on f.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', feed)) and f.attname = s.attname
	where s.attrelid = pg_catalog.to_regclass(pg_catalog.format('stage.%I', feed)) and s.attnum > 0
		and not s.attisdropped and s.attname not in ('source', 'row_no', 'feed_hash')
	order by s.attnum
$$;

create function etl.fact_keys(fact_name text) returns text[] language sql stable as $$
	select array_agg(a.attname::text order by k.place)
	from pg_catalog.pg_index i
	cross join lateral pg_catalog.unnest(i.indkey) with ordinality as k (attnum, place)
	join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
	where i.indrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and i.indisprimary
$$;

-- Every column of a fact but row_hash and run_from, quoted, in order.
create function etl.fact_columns(fact_name text) returns text[] language sql stable as $$
	select array_agg(pg_catalog.quote_ident(a.attname) order by a.attnum)
	from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and a.attnum > 0
		and not a.attisdropped and a.attname not in ('row_hash', 'run_from')
$$;

-- ── staging ──
-- Empties the stage and drops what CSV drops left there.
create function etl.stage_clear() returns void language plpgsql as $$
declare
	table_name text;
	kept text[] := array['source'] || etl.feeds() || array(select 'delta_' || f from pg_catalog.unnest(etl.feeds()) f);
begin
	for table_name in
		select c.relname from pg_catalog.pg_class c
		where c.relnamespace = 'stage'::pg_catalog.regnamespace and c.relkind = 'r'
		order by c.relname collate "C"
	loop
		if table_name = any (kept) then
			execute pg_catalog.format('truncate stage.%I', table_name);
		else
			execute pg_catalog.format('drop table stage.%I', table_name);
		end if;
	end loop;
end
$$;

create function etl.stage_analyze() returns void language plpgsql as $$
declare
	feed text;
begin
	foreach feed in array etl.feeds() loop
		execute pg_catalog.format('analyze stage.%I', feed);
	end loop;
	analyze stage.source;
end
$$;

-- Spellings of districts become codes; returns the rows touched.
create function etl.stage_resolve_districts() returns bigint language plpgsql as $$
declare
	feed text;
	touched bigint;
	total bigint := 0;
begin
	foreach feed in array array['case', 'complaint', 'outreach', 'referral', 'training'] loop
		execute pg_catalog.format('update stage.%I s set district = a.code
			from ref.district_alias a
			where a.alias = pg_catalog.lower(pg_catalog.btrim(s.district)) and s.district <> a.code
				and not exists (select from ref.district d where d.code = s.district)', feed);
		get diagnostics touched = row_count;
		total := total + touched;
	end loop;
	return total;
end
$$;

-- Takes the rows that the ledger refuses out of the stage; returns how many.
create function etl.stage_remove_refused(at_run bigint) returns bigint language plpgsql as $$
declare
	feed_name text;
	touched bigint;
	total bigint := 0;
begin
	for feed_name in
		select distinct r.feed from etl.reject r
		where r.run_no = at_run and r.severity = 'row' and r.row_no is not null
	loop
		execute pg_catalog.format('delete from stage.%I s using etl.reject r
			where r.run_no = $1 and r.feed = $2 and r.severity = ''row''
				and r.source = s.source and r.row_no = s.row_no', feed_name)
		using at_run, feed_name;
		get diagnostics touched = row_count;
		total := total + touched;
	end loop;
	return total;
end
$$;

-- ── the reject ledger ──
-- "folder/file.csv:12" apart.
create function etl.origin_file(origin text) returns text language sql immutable parallel safe as $$
	select pg_catalog.regexp_replace(origin, ':[0-9]+$', '')
$$;
create function etl.origin_line(origin text) returns bigint language sql immutable parallel safe as $$
	select pg_catalog.substring(origin, ':([0-9]{1,15})$')::bigint
$$;

-- Refuses every row of a feed that lacks a value its fact cannot do without.
create function etl.refuse_missing(at_run bigint, feed_name text) returns bigint language plpgsql as $$
declare
	faults text;
	touched bigint;
begin
	select pg_catalog.string_agg(pg_catalog.format('case when %s then %L end',
		case c.type when 'text' then pg_catalog.format('coalesce(pg_catalog.btrim(s.%I), '''') = ''''', c.name)
			else pg_catalog.format('s.%I is null', c.name) end, c.name), ', ')
	into faults from etl.feed_columns(feed_name) c where c.required;
	execute pg_catalog.format($sql$
		insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason,
			remedy, content, first_run, row_no)
		select $1, s.source, $2, 'row', 'missing-value', etl.origin_file(s.origin), etl.origin_line(s.origin), m.fields,
			pg_catalog.to_jsonb(s) ->> 'district', pg_catalog.to_jsonb(s) ->> 'station',
			pg_catalog.format('The record cannot be counted, because this is not filled in: %%s.', m.fields),
			'Fill it in at the source; the record comes with the next run.',
			pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1, s.row_no
		from stage.%I s
		cross join lateral (select pg_catalog.concat_ws(', ', %s) as fields) m
		where m.fields <> ''$sql$, feed_name, faults)
	using at_run, feed_name;
	get diagnostics touched = row_count;
	return touched;
end
$$;

-- Refuses the later rows of a feed where two have the same key.
create function etl.refuse_duplicates(at_run bigint, feed_name text) returns bigint language plpgsql as $$
declare
	keys text;
	touched bigint;
begin
	select pg_catalog.string_agg(pg_catalog.format('d.%I', k), ', ') into keys
	from pg_catalog.unnest(etl.fact_keys(feed_name)) k;
	execute pg_catalog.format($sql$
		insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason,
			remedy, content, first_run, row_no)
		select $1, s.source, $2, 'row', 'duplicate-key', etl.origin_file(s.origin), etl.origin_line(s.origin), $3,
			pg_catalog.to_jsonb(s) ->> 'district', pg_catalog.to_jsonb(s) ->> 'station',
			'The same record was given twice; the first one is counted.',
			'Remove the second entry at the source, or give it a number of its own.',
			pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1, s.row_no
		from (select d.source, d.row_no,
				pg_catalog.row_number() over (partition by d.source, %s order by d.row_no) as place
			from stage.%I d) numbered
		join stage.%I s on s.source = numbered.source and s.row_no = numbered.row_no
		where numbered.place > 1$sql$, keys, feed_name, feed_name)
	using at_run, feed_name, pg_catalog.replace(keys, 'd.', '');
	get diagnostics touched = row_count;
	return touched;
end
$$;

-- Refuses the rows of a feed whose district the source's jurisdiction does not have.
create function etl.refuse_unknown_district(at_run bigint, feed_name text) returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	execute pg_catalog.format($sql$
		insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason,
			remedy, content, first_run, row_no)
		select $1, s.source, $2, 'row', 'unknown-district', etl.origin_file(s.origin), etl.origin_line(s.origin),
			'district', s.district, pg_catalog.to_jsonb(s) ->> 'station',
			pg_catalog.format('There is no district ''%%s''.', s.district),
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1, s.row_no
		from stage.%I s
		join stage.source given on given.source = s.source
		where not exists (select from ref.district d
			where d.code = s.district and d.jurisdiction = given.jurisdiction)$sql$, feed_name)
	using at_run, feed_name;
	get diagnostics touched = row_count;
	return touched;
end
$$;

-- ── classification ──
-- A section as it is compared: capitals and digits only ("365-B" and "365 b" are one).
create function ref.section_form(section text) returns text language sql immutable parallel safe as $$
	select pg_catalog.regexp_replace(pg_catalog.upper(section), '[^A-Z0-9]', '', 'g')
$$;
-- The same without its clause: "376 (iv)", "376 iv" and "506(b)" become 376, 376 and 506.
create function ref.section_base(section text) returns text language sql immutable parallel safe as $$
	select ref.section_form(pg_catalog.regexp_replace(pg_catalog.upper(section),
		'(\s*\([^)]*\)|[\s-]+[IVX]+)+(?=\s*(P\.?P\.?C\.?)?\s*$)', ''))
$$;

-- Every way in which a section of a law may be written: "376", "376 PPC", "PECA 20", "20 PECA 2016".
-- Only the Penal Code's sections stand without the name of their law.
create view ref.section_spelling as
	select distinct o.law, o.section, o.valid_from, o.valid_to, o.category, o.decides, o.needs, c.seriousness,
		ref.section_form(spelt.form) as form
	from ref.offence_section o
	join ref.category c on c.code = o.category
	cross join lateral (select pg_catalog.regexp_replace(o.law, '\s*[0-9]{4}.*$', '') as law) short
	cross join lateral (values
		(case when o.law = 'PPC' then o.section end),
		(o.law || o.section), (o.section || o.law), (short.law || o.section), (o.section || short.law)
	) as spelt (form)
	where spelt.form is not null;

-- One row per staged case and section written in it: what it means on the day of registration.
-- place 1 marks the meanings to take: of the section as written, else of the section without its clause.
create view stage.case_section as
	with part as (
		select written.section, part.text as part, ref.section_form(part.text) as form, ref.section_base(part.text) as base
		from (select distinct s.section from stage."case" c cross join lateral pg_catalog.unnest(c.sections) as s (section)) written
		cross join lateral pg_catalog.regexp_split_to_table(written.section, '\s*[/,;+&]\s*') as part (text)
		where pg_catalog.btrim(part.text) <> ''
	),
	meaning as (
		select p.section, p.part, m.closeness, m.category, m.seriousness, m.decides, m.needs, m.valid_from, m.valid_to
		from part p
		left join lateral (
			select 1 as closeness, x.* from ref.section_spelling x where x.form = p.form
			union all
			select 2, x.* from ref.section_spelling x where x.form = p.base and p.base <> p.form
		) m on true
	)
	select c.source, c.row_no, c.honour, c.domestic, m.part, m.category, m.seriousness, m.decides, m.needs,
		m.category is null as unknown,
		pg_catalog.dense_rank() over (partition by c.source, c.row_no, m.part order by m.closeness nulls last) as place
	from (
		select k.source, k.row_no, k.honour, k.domestic, (k.registered_at at time zone g.timezone)::date as registered_on, s.section
		from stage."case" k
		join stage.source g on g.source = k.source
		cross join lateral pg_catalog.unnest(k.sections) as s (section)
	) c
	join meaning m on m.section = c.section
		and (m.category is null or (m.valid_from <= c.registered_on and (m.valid_to is null or m.valid_to >= c.registered_on)));

-- The principal offence of each staged case: the most serious category that one of its sections decides.
create view stage.case_category as
	select distinct on (s.source, s.row_no) s.source, s.row_no, s.category
	from stage.case_section s
	where s.place = 1 and s.decides
		and (s.needs is null or (s.needs = 'honour' and s.honour) or (s.needs = 'domestic' and s.domestic))
	order by s.source, s.row_no, s.seriousness, s.category collate "C";

-- ── new images of the facts: what they look like if this run is applied ──
create view stage.image_case as
	select s.case_key, s.source, s.district, s.station, s.fir_year, s.fir_number, s.registered_at,
		(s.registered_at at time zone g.timezone)::date as registered_on, s.occurred_on,
		coalesce(s.sections, '{}') as sections, coalesce(c.category, 'OTHER') as category,
		coalesce(s.honour, false) as honour, coalesce(s.domestic, false) as domestic,
		coalesce(s.channel, 'station') as channel, coalesce(s.status, 'FIR') as status, s.status_on,
		s.victims, s.victim_age_band, s.relation
	from stage."case" s
	join stage.source g on g.source = s.source
	left join stage.case_category c on c.source = s.source and c.row_no = s.row_no;

-- The outcome that decides for an accused: a guilty charge before an acquitted one, then the earliest.
create view stage.deciding_outcome as
	select distinct on (o.case_key, o.accused_key) o.case_key, o.accused_key, o.decided_on, o.outcome,
		r.class as outcome_class, o.sentence_kind, o.sentence_months
	from stage.outcome o
	join ref.court_outcome r on r.code = o.outcome
	where r.final
	order by o.case_key, o.accused_key, r.rank, o.decided_on, o.outcome_key;

-- The facts of the cases are made before those of the accused and their outcomes.
create view stage.image_accused as
	select s.case_key, s.accused_key, s.source, c.district, c.station, c.registered_on, c.category, c.channel,
		s.sex, s.age_band, coalesce(s.status, 'NOMINATED') as status, s.arrested_on, s.challaned_on,
		o.decided_on, o.outcome, o.outcome_class, o.sentence_kind, o.sentence_months
	from stage.accused s
	join fact."case" c on c.case_key = s.case_key
	left join stage.deciding_outcome o on o.case_key = s.case_key and o.accused_key = s.accused_key;

create view stage.image_outcome as
	select s.case_key, s.accused_key, s.outcome_key, s.source, c.district, c.registered_on, c.category,
		s.court, s.decided_on, s.outcome, r.class as outcome_class, s.sentence_kind, s.sentence_months, s.fine, s.appeal
	from stage.outcome s
	join fact."case" c on c.case_key = s.case_key
	join ref.court_outcome r on r.code = s.outcome;

create view stage.image_complaint as
	select s.complaint_key, s.source, s.district, s.received_at, (s.received_at at time zone g.timezone)::date as received_on,
		coalesce(s.channel, 'station') as channel, coalesce(s.kind, 'other') as kind, s.responded_at,
		coalesce(s.disposal, 'open') as disposal, s.disposed_on, s.case_key, s.satisfaction
	from stage.complaint s
	join stage.source g on g.source = s.source;

create view stage.image_outreach as
	select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
		coalesce(s.attended_women, 0) as attended_women, coalesce(s.attended_men, 0) as attended_men, s.partner
	from stage.outreach s;

create view stage.image_referral as
	select s.referral_key, s.source, s.district, s.complaint_key, s.case_key, s.partner, s.service, s.referred_on,
		s.accepted_on, s.first_served_on, s.closed_on
	from stage.referral s;

create view stage.image_training as
	select s.training_key, s.source, s.district, s.officer_key, s.unit, s.course, s.completed_on
	from stage.training s;

-- ── apply ──
-- Brings one fact to its new image for the sources given: fills stage.delta_<fact> (old images with
-- sign -1, new ones with +1), closes the old versions, opens the new ones, and returns the balance
-- per source. A balance that does not come out is an error, and nothing was done.
create function etl.fact_apply(fact_name text, at_run bigint, from_sources text[])
returns table (source text, opening bigint, added bigint, changed bigint, deleted bigint, closing bigint)
language plpgsql as $$
declare
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
	old_columns text;
	new_columns text;
	key_join text;
	key_list text;
	wrong text;
begin
	select pg_catalog.string_agg('(d.was).' || c, ', '), pg_catalog.string_agg('(d.now).' || c, ', ')
	into old_columns, new_columns from pg_catalog.unnest(etl.fact_columns(fact_name)) c;
	select pg_catalog.string_agg(pg_catalog.format('a.%1$I = b.%1$I', k), ' and '), pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ')
	into key_join, key_list from pg_catalog.unnest(etl.fact_keys(fact_name)) k;

	execute pg_catalog.format($sql$
		create temporary table fact_balance on commit drop as
		select s.name as source, (select pg_catalog.count(*) from fact.%I f where f.source = s.name) as opening
		from pg_catalog.unnest($1) as s (name)$sql$, fact_name) using from_sources;

	-- the text of a row is the same on every server, as the session pins its formats
	execute pg_catalog.format($sql$
		with image as (
			select %1$s, pg_catalog.md5(row(%1$s)::text)::uuid as row_hash
			from stage.%2$I i where i.source = any ($2)
		),
		differing as (
			select a as now, b as was
			from image a
			full join (select * from fact.%3$I f where f.source = any ($2)) b on %4$s
			where a.row_hash is distinct from b.row_hash
		)
		insert into stage.%5$I (%1$s, row_hash, run_from, sign)
		select %6$s, (d.was).row_hash, (d.was).run_from, -1 from differing d where (d.was).row_hash is not null
		union all
		select %7$s, (d.now).row_hash, $1, 1 from differing d where (d.now).row_hash is not null$sql$,
		columns, 'image_' || fact_name, fact_name, key_join, 'delta_' || fact_name, old_columns, new_columns)
	using at_run, from_sources;
	execute pg_catalog.format('analyze stage.%I', 'delta_' || fact_name);

	execute pg_catalog.format('insert into fact.%I (%s, row_hash, run_from, run_to)
		select %s, d.row_hash, d.run_from, $1 from stage.%I d where d.sign = -1',
		fact_name || '_history', columns, columns, 'delta_' || fact_name) using at_run;
	execute pg_catalog.format('delete from fact.%I a using stage.%I b where b.sign = -1 and %s',
		fact_name, 'delta_' || fact_name, key_join);
	execute pg_catalog.format('insert into fact.%I (%s, row_hash, run_from)
		select %s, d.row_hash, d.run_from from stage.%I d where d.sign = 1',
		fact_name, columns, columns, 'delta_' || fact_name);

	return query execute pg_catalog.format($sql$
		select b.source, b.opening, coalesce(m.added, 0), coalesce(m.changed, 0), coalesce(m.deleted, 0),
			(select pg_catalog.count(*) from fact.%1$I f where f.source = b.source)
		from fact_balance b
		left join (
			select k.source, pg_catalog.count(*) filter (where k.news = 1 and k.olds = 0) as added,
				pg_catalog.count(*) filter (where k.news = 1 and k.olds = 1) as changed,
				pg_catalog.count(*) filter (where k.news = 0 and k.olds = 1) as deleted
			from (select d.source, pg_catalog.count(*) filter (where d.sign = 1) as news,
					pg_catalog.count(*) filter (where d.sign = -1) as olds
				from stage.%2$I d group by d.source, %3$s) k
			group by k.source
		) m on m.source = b.source
		order by b.source collate "C"$sql$, fact_name, 'delta_' || fact_name, key_list);
	drop table fact_balance;
end
$$;

-- ── signed facts: what cubes read ──
-- The session says whether the delta of the run at work or all facts are meant; other sessions see nothing.
do $$
declare
	fact_name text;
	columns text;
begin
	foreach fact_name in array etl.feeds() loop
		columns := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
		execute pg_catalog.format('create view etl.%I as
			select %s, sign from stage.%I where pg_catalog.current_setting(''shumar.signed'', true) = ''delta''
			union all
			select %s, 1 as sign from fact.%I where pg_catalog.current_setting(''shumar.signed'', true) = ''all''',
			'signed_' || fact_name, columns, 'delta_' || fact_name, columns, fact_name);
	end loop;
end
$$;

-- ── cubes ──
-- Makes the table of a cube from its SELECT, or makes it anew where the SELECT has changed; the new
-- table is empty and built_run null until it is rebuilt. True when it was made.
create function etl.cube_declare(cube_name text, cube_keys text[], cube_counts text[], cube_definition text, sha256 text)
returns boolean language plpgsql as $$
declare
	known text;
	found_columns text[];
	column_name text;
begin
	select c.definition_sha256 into known from etl.cube c where c.cube = cube_name;
	if known = sha256 then
		return false;
	end if;
	execute pg_catalog.format('drop table if exists cube.%I', cube_name);
	execute pg_catalog.format('create table cube.%I as %s with no data', cube_name, cube_definition);
	select array_agg(a.attname::text order by a.attnum) into found_columns from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('cube.%I', cube_name)) and a.attnum > 0;
	if found_columns <> cube_keys || cube_counts then
		raise exception 'cube "%" yields other columns than its keys and counts', cube_name;
	end if;
	foreach column_name in array found_columns loop
		execute pg_catalog.format('alter table cube.%I alter column %I set not null', cube_name, column_name);
	end loop;
	execute pg_catalog.format('alter table cube.%I add primary key (%s)', cube_name,
		(select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') from pg_catalog.unnest(cube_keys) k));
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		execute pg_catalog.format('grant select on cube.%I to shumar_report', cube_name);
	end if;
	insert into etl.cube as c (cube, keys, counts, definition, definition_sha256, built_run)
	values (cube_name, cube_keys, cube_counts, cube_definition, sha256, null)
	on conflict (cube) do update set keys = excluded.keys, counts = excluded.counts, definition = excluded.definition,
		definition_sha256 = excluded.definition_sha256, built_run = null;
	return true;
end
$$;

-- Drops the cubes that the program no longer has; returns how many.
create function etl.cube_retire(kept text[]) returns bigint language plpgsql as $$
declare
	cube_name text;
	retired bigint := 0;
begin
	for cube_name in select c.cube from etl.cube c where c.cube <> all (kept) loop
		execute pg_catalog.format('drop table if exists cube.%I', cube_name);
		delete from etl.cube c where c.cube = cube_name;
		retired := retired + 1;
	end loop;
	return retired;
end
$$;

-- Adds the signed facts of the run to a cube's cells; returns the cells touched. Cells whose counts
-- are all zero are deleted. A count below zero means that the cube and the facts had parted before:
-- the cell is left for the proof to find.
create function etl.cube_apply(cube_name text) returns bigint language plpgsql as $$
declare
	c etl.cube;
	touched bigint;
	key_list text;
	count_list text;
	additions text;
	all_zero text;
	any_change text;
begin
	select * into strict c from etl.cube where cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') into key_list from pg_catalog.unnest(c.keys) k;
	select pg_catalog.string_agg(pg_catalog.quote_ident(n), ', '),
		pg_catalog.string_agg(pg_catalog.format('%1$I = x.%1$I + excluded.%1$I', n), ', '),
		pg_catalog.string_agg(pg_catalog.format('x.%I = 0', n), ' and '),
		pg_catalog.string_agg(pg_catalog.format('d.%I <> 0', n), ' or ')
	into count_list, additions, all_zero, any_change from pg_catalog.unnest(c.counts) n;
	perform pg_catalog.set_config('shumar.signed', 'delta', true);
	execute pg_catalog.format('insert into cube.%I as x (%s, %s) select %s, %s from (%s) d where %s
		on conflict (%s) do update set %s',
		cube_name, key_list, count_list, key_list, count_list, c.definition, any_change, key_list, additions);
	get diagnostics touched = row_count;
	if touched > 0 then
		execute pg_catalog.format('delete from cube.%I x where %s', cube_name, all_zero);
	end if;
	perform pg_catalog.set_config('shumar.signed', '', true);
	return touched;
end
$$;

-- Makes all cells of a cube anew from the facts; returns how many.
create function etl.cube_rebuild(cube_name text, at_run bigint) returns bigint language plpgsql as $$
declare
	c etl.cube;
	touched bigint;
	columns text;
begin
	select * into strict c from etl.cube where cube = cube_name;
	select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') into columns from pg_catalog.unnest(c.keys || c.counts) k;
	perform pg_catalog.set_config('shumar.signed', 'all', true);
	-- readers keep their snapshot, which TRUNCATE would take away
	execute pg_catalog.format('delete from cube.%I', cube_name);
	execute pg_catalog.format('insert into cube.%I (%s) select %s from (%s) d where %s', cube_name, columns, columns,
		c.definition, (select pg_catalog.string_agg(pg_catalog.format('d.%I <> 0', n), ' or ') from pg_catalog.unnest(c.counts) n));
	get diagnostics touched = row_count;
	perform pg_catalog.set_config('shumar.signed', '', true);
	execute pg_catalog.format('analyze cube.%I', cube_name);
	update etl.cube set built_run = at_run where cube = cube_name;
	return touched;
end
$$;

-- Proves a cube equal to a rebuild: for each count, the sum of count times a keyed hash of the cell
-- over the facts against the same sum over the cells. The hash is never zero, so one wrong cell is
-- always found; it is keyed by the run, so two wrong cells that hide each other once do not again.
create function etl.cube_prove(cube_name text, at_run bigint)
returns table (cube text, proven boolean, facts_sum numeric, cells_sum numeric, cells bigint) language plpgsql as $$
declare
	c etl.cube;
	checksum text;
	key_row text;
	facts numeric;
	kept numeric;
	cell_count bigint;
	negative bigint;
begin
	select * into strict c from etl.cube e where e.cube = cube_name;
	select 'row(' || pg_catalog.string_agg(pg_catalog.format('d.%I', k), ', ') || ')' into key_row from pg_catalog.unnest(c.keys) k;
	select 'coalesce(sum(' || pg_catalog.string_agg(pg_catalog.format(
		'(1 + abs(pg_catalog.hashtextextended(%L || %s::text, $1) %% 2147483646))::numeric * d.%I', n, key_row, n), ' + ') || '), 0)'
	into checksum from pg_catalog.unnest(c.counts) n;
	perform pg_catalog.set_config('shumar.signed', 'all', true);
	-- one statement, hence one snapshot: a run that commits meanwhile cannot part the two sides
	execute pg_catalog.format($sql$
		select f.checksum, k.checksum, k.cells, k.negative
		from (select %s as checksum from (%s) d) f
		cross join (select %s as checksum, count(*) as cells, count(*) filter (where least(%s) < 0) as negative
			from cube.%I d) k$sql$,
		checksum, c.definition, checksum,
		(select pg_catalog.string_agg(pg_catalog.format('d.%I', n), ', ') from pg_catalog.unnest(c.counts) n), cube_name)
	into facts, kept, cell_count, negative using at_run;
	perform pg_catalog.set_config('shumar.signed', '', true);
	insert into etl.proof as p (run_no, cube, proven, facts_sum, cells_sum, cells)
	values (at_run, cube_name, facts = kept and negative = 0, facts, kept, cell_count)
	on conflict on constraint proof_pkey do update set proven = excluded.proven, facts_sum = excluded.facts_sum,
		cells_sum = excluded.cells_sum, cells = excluded.cells;
	return query select cube_name, facts = kept and negative = 0, facts, kept, cell_count;
end
$$;

-- ── ends of runs ──
-- Takes every trace of a dry run out of the ledgers.
create function etl.run_discard(at_run bigint) returns void language plpgsql as $$
begin
	delete from etl.reject r where r.run_no = at_run;
	delete from etl.run_feed r where r.run_no = at_run;
	delete from etl.file f where f.run_no = at_run;
	delete from etl.proof p where p.run_no = at_run;
	delete from etl.run r where r.run_no = at_run;
end
$$;
