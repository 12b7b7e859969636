-- kind: script
-- purpose: reference tables brought to their files, and what is looked up in them
-- locks: new objects only

-- Makes the temporary table reference_new in the form of ref.<table_name>, keys and checks
-- included, and gives the COPY statement that fills its columns given.
create function engine.reference_begin(table_name text, columns text[]) returns text
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
	execute format('create temporary table reference_new (like ref.%I including all) on commit drop',
		table_name);
	return format('copy pg_temp.reference_new (%s) from stdin with (format csv, header match)',
		(select string_agg(quote_ident(wanted.name), ', ' order by wanted.place)
			from unnest(columns) with ordinality as wanted (name, place)));
end
$$;

-- Makes ref.<table_name> equal to reference_new, by primary key; gives the number of rows changed.
create function engine.reference_sync(table_name text) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
	target regclass := format('ref.%I', table_name);
	keys text;      -- a, b
	matching text;  -- old.a = new.a and old.b = new.b
	names text;     -- all columns
	settings text;  -- c = excluded.c, d = excluded.d; null when every column is of the key
	differing text; -- old.c is distinct from excluded.c or ...
	removed bigint;
	written bigint;
begin
	select
		string_agg(c.name, ', ') filter (where c.is_key),
		string_agg(format('old.%1$s = new.%1$s', c.name), ' and ') filter (where c.is_key),
		string_agg(c.name, ', '),
		string_agg(format('%1$s = excluded.%1$s', c.name), ', ') filter (where not c.is_key),
		string_agg(format('old.%1$s is distinct from excluded.%1$s', c.name), ' or ') filter (where not c.is_key)
	into strict keys, matching, names, settings, differing
	from (
		select quote_ident(a.attname) as name, k.indrelid is not null as is_key
		from pg_attribute a
		left join pg_index k on k.indrelid = a.attrelid and k.indisprimary and a.attnum = any (k.indkey)
		where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
	) c;

	execute format('delete from %s old where not exists (select from pg_temp.reference_new new where %s)',
		target, matching);
	get diagnostics removed = row_count;
	execute format(
		'insert into %1$s as old (%2$s) select %2$s from pg_temp.reference_new on conflict (%3$s) do %4$s',
		target, names, keys,
		case when settings is null then 'nothing' else format('update set %s where %s', settings, differing) end);
	get diagnostics written = row_count;
	return removed + written;
end
$$;

-- ── sections of laws ──
-- A section as it is compared: capitals and digits only ("365-B" and "365 b" are one).
create function report.section_form(section text) returns text language sql immutable parallel safe as $$
	select pg_catalog.regexp_replace(pg_catalog.upper(section), '[^A-Z0-9]', '', 'g')
$$;

-- The same without its clause: "376 (iv)", "376 iv" and "506(b)" become 376, 376 and 506.
create function report.section_base(section text) returns text language sql immutable parallel safe as $$
	select report.section_form(pg_catalog.regexp_replace(pg_catalog.upper(section),
		'(\s*\([^)]*\)|[\s-]+[IVX]+)+(?=\s*(P\.?P\.?C\.?)?\s*$)', ''))
$$;

-- Every way in which a section of a law may be written: "376", "376 PPC", "PECA 20", "20 PECA 2016".
-- Only the Penal Code's sections stand without the name of their law.
create view report.section_spelling as
	select distinct o.law, o.section, o.valid_from, o.valid_to, o.category, o.decides, o.needs, c.seriousness,
		report.section_form(spelt.form) as form
	from ref.offence_section o
	join ref.category c on c.code = o.category
	cross join lateral (select pg_catalog.regexp_replace(o.law, '\s*[0-9]{4}.*$', '') as law) short
	cross join lateral (values
		(case when o.law = 'PPC' then o.section end),
		(o.law || o.section), (o.section || o.law), (short.law || o.section), (o.section || short.law)
	) as spelt (form)
	where spelt.form is not null;

-- The days on which the meaning of a section begins or ends: between two of them it stands still.
create function engine.era_steps() returns date[] language sql stable parallel safe as $$
	select array(select distinct b.day from ref.offence_section o
		cross join lateral (values (o.valid_from), (o.valid_to + 1)) as b (day) where b.day is not null order by b.day)
$$;

-- The same reading of sections as for the principal offence (engine.stage_meaning): a section as written, else without its clause, on the
-- day it is asked of, with the honour and domestic flags where the offence needs them; but every offence counts that a section names,
-- also one that never decides.
create function report.sections_mention(written text, is_honour boolean, is_domestic boolean, on_day date, of_category text)
returns boolean language sql stable parallel safe as $$
	with part as (
		select report.section_form(p.part) as form, report.section_base(p.part) as base
		from pg_catalog.regexp_split_to_table(written, '\s*[/,;+&]\s*') as p (part)
		where pg_catalog.btrim(p.part) <> ''
	), spelling as materialized (
		select x.form, x.category, x.needs from report.section_spelling x
		where x.valid_from <= on_day and (x.valid_to is null or x.valid_to >= on_day)
	)
	select exists (
		select from part p
		join spelling x on x.form = p.form or (x.form = p.base and not exists (select from spelling y where y.form = p.form))
		where x.category = of_category
			and (x.needs is null or (x.needs = 'honour' and is_honour) or (x.needs = 'domestic' and is_domestic)))
$$;

-- ── places ──
-- A name as it is compared, for roles that may not look into schema engine.
create function report.folded(given text) returns text language plpgsql immutable strict parallel safe security definer
set search_path = pg_catalog as $$
begin
	return engine.fold(given);
end
$$;

create function report.tehsil_names() returns table (district text, word text, code text, valid_from date, valid_to date)
language sql stable as $$
	select distinct t.district, report.folded(n.name), t.code, t.valid_from, t.valid_to
	from ref.tehsil t
	cross join lateral (
		select pg_catalog.unnest(array[t.name_en, t.name_ur, t.code])
		union all
		select s.name from pg_catalog.regexp_split_to_table(coalesce(t.spellings, ''), '\s*;\s*') as s (name) where s.name <> ''
	) as n (name)
$$;

-- Code of the tehsil that a record of a day means; null where it is not listed. "Tehsil X" and "X Tehsil" are X.
create function report.tehsil_of(of_district text, given text, on_day date) returns text language sql stable as $$
	select min(n.code) from report.tehsil_names() n
	where n.district = of_district and n.word = report.folded(pg_catalog.regexp_replace(
			pg_catalog.regexp_replace(given, '^\s*(tehsil|تحصیل)\s+', '', 'i'), '\s+(tehsil|تحصیل)\s*$', '', 'i'))
		and coalesce(n.valid_from, '-infinity') <= on_day and coalesce(n.valid_to, 'infinity') >= on_day
	having pg_catalog.count(distinct n.code) = 1
$$;

-- The population of a district whose boundary holds over all days of a period: of the latest census up to its end.
-- No row: not known.
create function report.population_of(of_district text, first_day date, last_day date)
returns table (women bigint, census_year integer, boundary text) language sql stable parallel safe as $$
	select p.women, p.census_year, p.boundary from ref.population p
	where p.district = of_district and p.census_year <= extract(year from last_day)
		and coalesce(p.valid_from, '-infinity') <= first_day and coalesce(p.valid_to, 'infinity') >= last_day
	order by p.census_year desc, p.boundary collate "C" limit 1
$$;

-- Whatever a district is called, folded: its code before a known spelling, that before its names.
create view engine.district_word as
	select distinct on (w.jurisdiction, w.word) w.jurisdiction, w.word, w.code
	from (
		select d.jurisdiction, engine.fold(d.code) as word, d.code, 1 as place from ref.district as d
		union all
		select d.jurisdiction, engine.fold(a.alias), d.code, 2 from ref.district_alias as a join ref.district as d on d.code = a.code
		union all
		select d.jurisdiction, engine.fold(n.name), d.code, 3 from ref.district as d
			cross join lateral (values (d.name_en), (d.name_ur)) as n (name)
	) as w
	order by w.jurisdiction, w.word, w.place, w.code collate "C";

comment on view engine.district_word is 'codes, names and spellings of districts, folded';

-- The district that a unit of a drop reports for; null where only the whole source can be meant.
create function engine.unit_district(of_jurisdiction text, unit_name text) returns text language sql stable as $$
	select coalesce(
		(select u.district from ref.unit u
			where u.jurisdiction = of_jurisdiction and engine.fold(u.unit) = engine.fold(unit_name)),
		(select d.code from ref.district d where d.jurisdiction = of_jurisdiction
			and engine.fold(unit_name) in (engine.fold(d.code), engine.fold(d.name_en), engine.fold(d.name_ur))
			order by d.code collate "C" limit 1),
		(select a.code from ref.district_alias a join ref.district d on d.code = a.code and d.jurisdiction = of_jurisdiction
			where engine.fold(a.alias) = engine.fold(unit_name) order by a.alias collate "C" limit 1))
$$;

-- What counts of a station's name: neither "PS" or "Police Station" before or behind it, nor points and hyphens.
create function engine.station_key(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(engine.fold(given), '[-.,/ ]+', ' ', 'g'),
		'^ ?(p ?s|police station|thana) (?=.)', ''), '(?<=.) (p ?s|police station)$', ''))
$$;

-- Names in Urdu are found by it.
create index station_name_key on ref.station_name (engine.station_key(name_en));

-- The stations of the jurisdiction's districts as facts write them are looked up here: the name of the district itself first.
create function report.station_named(of_district text, station text) returns ref.station_name
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
	select n
	from ref.station_name n
		join ref.district d on d.code = of_district and d.jurisdiction = n.jurisdiction
	where engine.station_key(n.name_en) = engine.station_key(station) and n.district in (of_district, '')
	order by n.district desc, n.name_en collate "C"
	limit 1
$$;

-- The Urdu name of a station; the name as recorded where none is known.
create function report.station_ur(of_district text, station text) returns text language sql stable as $$
	select coalesce((report.station_named(of_district, station)).name_ur, station)
$$;

do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute format('grant select on report.section_spelling to %I', reader);
	end loop;
end
$$;
