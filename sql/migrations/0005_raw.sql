-- kind: script
-- purpose: raw tables, into which the files of CSV sources are read before their mapping selects from them
-- locks: new objects only

-- Makes stage.<source>_<file> anew, with origin and the columns given, and returns the
-- statement that copies into it. Identifiers come from a checked declaration, and are quoted all the same.
create function etl.raw_make(source text, file text, names text[], types text[]) returns text
language plpgsql as $$
declare
	table_name text := source || '_' || file;
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
	execute pg_catalog.format('drop table if exists stage.%I', table_name);
	execute pg_catalog.format('create unlogged table stage.%I (origin text not null, %s)', table_name, columns_typed);
	return pg_catalog.format('copy stage.%I (origin, %s) from stdin with (format binary)', table_name, columns);
end
$$;

-- Refusals of a drop carry the run in which the same place of the same file was first refused,
-- as long as no run in between did without; returns how many did.
create function etl.raw_keep_first_run(at_run bigint, from_source text) returns bigint
language plpgsql as $$
declare
	touched bigint;
begin
	update etl.reject r set first_run = o.first_run
	from etl.reject o
	where r.run_no = at_run and r.source = from_source and r.row_no is null
		and o.source = from_source and o.row_no is null
		and o.run_no = (select pg_catalog.max(f.run_no) from etl.reject f
			where f.source = from_source and f.row_no is null and f.run_no < at_run)
		and o.feed = r.feed and o.code = r.code and o.file = r.file and o.line = r.line
		and o.field is not distinct from r.field and o.first_run < r.first_run;
	get diagnostics touched = row_count;
	return touched;
end
$$;

comment on function etl.raw_make is 'CSV sources: one raw table per declared file, remade by every run';
