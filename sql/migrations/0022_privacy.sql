-- kind: script
-- purpose: what values may be: coded columns and their lists, stations, values that are withheld; exceptions told of with each run
-- locks: the altered tables

-- what a source's declaration lets in although it sounds like personal data, with its reasons
alter table stage.source add column exceptions text;
alter table etl.run_source add column exceptions text;

-- ── lists ──
-- Columns of feeds that take words of a list, or words of a form (words, number, section).
create table ref.coded_column (
	feed text not null,
	name text not null,
	list text,                         -- of ref.coded_value; case_status and the like are tables of their own
	form text check (form in ('words', 'number', 'section')),
	severity text not null check (severity in ('row', 'field', 'warning')),
	fault text not null,               -- code of the refusal
	primary key (feed, name)
);
create table ref.coded_value (
	list text not null,
	code text not null,
	name_en text not null,
	name_ur text not null,
	primary key (list, code)
);
-- Stations that a jurisdiction has; a source can give its own beside them (stations.sql of its mapping).
create table ref.station (
	jurisdiction text not null,
	district text not null,
	name text not null,
	primary key (jurisdiction, district, name)
);

-- ── values that were withheld while they streamed ──
-- In their place stands what they are like: "‹withheld: a phone number, row 7›", "‹unlisted: 2 words, 12 letters (Latin)›"
-- (etl/coded.h). The row or field is refused, and neither the stage nor a ledger has ever held the value.
create function etl.withheld(value text, what text) returns text language sql immutable parallel safe as $$
	select pg_catalog.substring(value, '^‹' || what || ': (.*)›$')
$$;
-- "2 words, 14 characters", for values that an earlier version let in.
create function etl.outline(value text) returns text language sql immutable parallel safe as $$
	select coalesce(etl.withheld(value, 'unlisted'), pg_catalog.format('%s words, %s characters',
		pg_catalog.cardinality(pg_catalog.regexp_split_to_array(pg_catalog.btrim(value), '\s+')), pg_catalog.length(value)))
$$;

-- Refuses what was withheld, before every other rule.
create function etl.refuse_withheld(feed_name text) returns void language plpgsql as $$
declare
	c record;
begin
	for c in select f.name, f.type from etl.feed_columns(feed_name) f where f.type in ('text', 'text[]') and f.name <> 'origin' loop
		perform etl.refuse(feed_name, 'row', 'personal-data', c.name,
			'Take it out of this field at the source; the record comes with the next run.',
			pg_catalog.format($sql$select s.source, s.row_no,
					pg_catalog.format('The %%s holds %%s, which is not taken in.', %1$L, etl.withheld(x.value, 'withheld')) as reason
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
		perform etl.refuse(feed_name, c.severity, c.fault, c.name,
			case when c.list is not null then 'Choose one of the list at the source, or have it added to the list.'
				else 'Correct it at the source: this takes a short name or number, and no remark.' end,
			pg_catalog.format($sql$select s.source, s.row_no, pg_catalog.format(%1$L, %2$L, etl.withheld(s.%3$I, 'unlisted')) as reason
				from stage.%4$I s where s.%3$I like '‹unlisted: %%'$sql$,
				case when c.form is null then 'The %s is none of the list (%s).'
					when c.list is not null then 'The %s is none that is known (%s).' else 'The %s has not the form of one (%s).' end,
				pg_catalog.replace(c.name, '_', ' '), c.name, feed_name));
	end loop;
end
$$;

-- ── what is not recorded is no zero ──
-- A session of which nobody wrote down who came was held before no women until now.
alter table fact.outreach alter column attended_women drop not null, alter column attended_women drop default,
	alter column attended_men drop not null, alter column attended_men drop default;
alter table stage.delta_outreach alter column attended_women drop not null, alter column attended_men drop not null;
alter table fact.outreach_history alter column attended_women drop not null, alter column attended_men drop not null;
create or replace view stage.image_outreach as
	select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
		s.attended_women, s.attended_men, s.partner, s.feed_hash
	from stage.outreach s;
-- which of the zeros are none is known at the source: they count as changed at the next whole reading
update fact.outreach set feed_hash = '00000000-0000-0000-0000-000000000000' where attended_women = 0 or attended_men = 0;

-- ── what got in ──
alter table etl.run drop constraint run_kind_check;
alter table etl.run add constraint run_kind_check
	check (kind in ('nightly', 'backfill', 'rebuild', 'reclassify', 'rename', 'retire', 'redact'));

-- Values that a source's facts, closed versions and refused rows hold in a coded column, each once.
create function etl.values_held(of_source text, of_feed text, of_column text) returns table (value text) language plpgsql as $$
begin
	return query execute pg_catalog.format($sql$
		select f.%1$I from fact.%2$I f where f.source = $1 and f.%1$I is not null
		union select h.%1$I from fact.%3$I h where h.source = $1 and h.%1$I is not null
		union select r.content ->> %1$L from etl.reject r where r.source = $1 and r.feed = %2$L and r.content ->> %1$L is not null
		union select r.station from etl.reject r where %1$L = 'station' and r.source = $1 and r.station is not null$sql$,
		of_column, of_feed, of_feed || '_history') using of_source;
end
$$;

-- The neutral code of the next redacted value of a source: every value has its own, so that counts by it stay apart.
create function etl.redaction_code(of_source text) returns text language sql stable as $$
	select 'REDACTED-' || 1 + coalesce(max(pg_catalog.substring(x.value, '^REDACTED-([0-9]{1,9})$')::integer), 0)
	from (
		select f.station as value from fact."case" f where f.source = of_source and f.station like 'REDACTED-%'
		union all select f.fir_number from fact."case" f where f.source = of_source and f.fir_number like 'REDACTED-%'
		union all select h.station from fact.case_history h where h.source = of_source and h.station like 'REDACTED-%'
		union all select h.fir_number from fact.case_history h where h.source = of_source and h.fir_number like 'REDACTED-%'
		union all select r.station from etl.reject r where r.source = of_source and r.station like 'REDACTED-%'
	) x
$$;

-- The same value in what was read of a source's files, whatever the column is called there.
create function etl.redact_raw(of_source text, bad text, code text) returns bigint language plpgsql as $$
declare
	kept record;
	touched bigint;
	total bigint := 0;
begin
	for kept in
		select c.relname as name, a.attname as column_name
		from etl.source_files(of_source) f (feed)
		join pg_catalog.pg_class c on c.relnamespace = 'raw'::pg_catalog.regnamespace and c.relkind = 'r'
			and c.relname = 'rows_' || of_source || '_' || f.feed
		join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			and a.atttypid = 'text'::pg_catalog.regtype
	loop
		execute pg_catalog.format('update raw.%1$I r set %2$I = $1 where r.%2$I = $2', kept.name, kept.column_name) using code, bad;
		get diagnostics touched = row_count;
		total := total + touched;
	end loop;
	update raw.refusal r set content = null, reason = 'The reason held a value that was redacted.'
	from raw.loaded l
	where l.file_no = r.file_no and l.source = of_source
		and (pg_catalog.strpos(r.reason, bad) > 0 or pg_catalog.strpos(r.content::text, pg_catalog.to_jsonb(bad)::text) > 0);
	get diagnostics touched = row_count;
	return total + touched;
end
$$;

-- Takes the value BAD of a column out of all that is kept of a source: facts, closed versions, refused rows, raw tables. Figures
-- stay: a station or number gets a code of its own, another column nothing, or what stands for "not recorded". Returns
-- the rows changed. Cubes are to be built from the facts afterwards.
create function etl.redact(of_source text, of_feed text, of_column text, bad text) returns bigint language plpgsql as $$
declare
	kept record;
	touched bigint;
	total bigint := 0;
	neutral text := case when of_column in ('station', 'fir_number') then etl.redaction_code(of_source) end;
begin
	for kept in
		select c.relname as name,
			case when neutral is not null then pg_catalog.quote_literal(neutral)
				when not a.attnotnull then 'null'
				else coalesce((select pg_catalog.pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
					join pg_catalog.pg_attribute b on b.attrelid = d.adrelid and b.attnum = d.adnum
					where d.adrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', of_feed)) and b.attname = of_column), '''REDACTED''')
			end as instead
		from pg_catalog.pg_class c
		join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = of_column and a.atttypid = 'text'::pg_catalog.regtype
		where c.relnamespace = 'fact'::pg_catalog.regnamespace and c.relkind = 'r'
			-- a station stands with the accused and the courses of its cases too
			and (c.relname in (of_feed, of_feed || '_history') or of_column = 'station')
			and exists (select from pg_catalog.pg_attribute g where g.attrelid = c.oid and g.attname = 'source')
		order by c.relname collate "C"
	loop
		execute pg_catalog.format('update fact.%1$I f set %2$I = %3$s where f.source = $1 and f.%2$I = $2', kept.name, of_column, kept.instead)
		using of_source, bad;
		get diagnostics touched = row_count;
		total := total + touched;
	end loop;
	update etl.reject r set
		content = case when r.feed = of_feed and r.content ->> of_column = bad
			then pg_catalog.jsonb_set(r.content, array[of_column], coalesce(pg_catalog.to_jsonb(neutral), 'null')) else r.content end,
		station = case when r.station = bad then coalesce(neutral, 'REDACTED') else r.station end,
		reason = case when pg_catalog.strpos(r.reason, bad) > 0 then 'The reason held a value that was redacted.' else r.reason end
	where r.source = of_source and ((r.feed = of_feed and r.content ->> of_column = bad) or r.station = bad or pg_catalog.strpos(r.reason, bad) > 0);
	get diagnostics touched = row_count;
	update etl.cube c set built_run = null where c.built_run is not null;
	return total + touched + etl.redact_raw(of_source, bad, neutral);
end
$$;
