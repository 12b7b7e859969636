-- kind: script
-- purpose: values that got in and are to be taken out
-- locks: new objects only

-- Values that a source's facts, closed versions and rejected rows hold in a coded column, each once.
create function engine.values_held(of_source text, of_feed text, of_column text) returns table (value text) language plpgsql as $$
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
create function engine.redaction_code(of_source text) returns text language sql stable as $$
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
create function engine.redact_raw(of_source text, bad text, code text) returns bigint language plpgsql as $$
declare
	kept record;
	touched bigint;
	total bigint := 0;
begin
	for kept in
		select c.relname as name, a.attname as column_name
		from engine.source_files(of_source) f (feed)
		join pg_catalog.pg_class c on c.relnamespace = 'raw'::pg_catalog.regnamespace and c.relkind = 'r'
			and c.relname = 'rows_' || of_source || '_' || f.feed
		join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
			and a.atttypid = 'text'::pg_catalog.regtype
	loop
		execute pg_catalog.format('update raw.%1$I r set %2$I = $1 where r.%2$I = $2', kept.name, kept.column_name) using code, bad;
		get diagnostics touched = row_count;
		total := total + touched;
	end loop;
	update raw.reject r set content = null, reason = 'The reason held a value that was redacted.'
	from raw.loaded l
	where l.file_no = r.file_no and l.source = of_source
		and (pg_catalog.strpos(r.reason, bad) > 0 or pg_catalog.strpos(r.content::text, pg_catalog.to_jsonb(bad)::text) > 0);
	get diagnostics touched = row_count;
	return total + touched;
end
$$;

-- Takes the value BAD of a column out of all that is kept of a source: facts, closed versions, rejected rows, raw tables. Figures
-- stay: a station or number gets a code of its own, another column nothing, or what stands for "not recorded". Returns
-- the rows changed. Cubes are to be built from the facts afterwards.
create function engine.redact(of_source text, of_feed text, of_column text, bad text) returns bigint language plpgsql as $$
declare
	kept record;
	touched bigint;
	total bigint := 0;
	neutral text := case when of_column in ('station', 'fir_number') then engine.redaction_code(of_source) end;
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
			-- a station stands with the accused and the lifecycles of its cases too
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
	return total + touched + engine.redact_raw(of_source, bad, neutral);
end
$$;
