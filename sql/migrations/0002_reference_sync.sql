-- kind: script
-- purpose: brings reference tables to the files that this program carries
-- locks: new objects only

create table etl.reference (
	name text primary key,             -- of the table in schema ref
	sha256 text not null,              -- of the file it was last brought to
	applied_at timestamptz not null default now()
);

-- Makes the temporary table reference_new in the form of ref.<table_name>, keys and checks
-- included, and gives the COPY statement that fills its columns given.
create function etl.reference_begin(table_name text, columns text[]) returns text
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
create function etl.reference_sync(table_name text) returns bigint
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
