-- kind: script
-- purpose: every version of every fact in one form, for tracing printed figures to the records behind them
-- locks: new objects only
--
-- A version was true for the runs run_from <= r < run_to (null: it still is). follows: the run that opened it
-- closed another version of the same fact, so it is a correction; goes_on: the run that closed it opened another.

do $$
declare
	fact_name text;
	key_name text;
	columns text;
	history text;
begin
	foreach fact_name in array etl.facts() loop
		history := fact_name || '_history';
		key_name := pg_catalog.format('%I', (etl.fact_keys(fact_name))[pg_catalog.array_length(etl.fact_keys(fact_name), 1)]);
		columns := (select pg_catalog.string_agg('f.' || c, ', ') from pg_catalog.unnest(etl.fact_columns(fact_name)) c);
		execute pg_catalog.format('create view etl.%1$I as
			select %2$s, %3$s as row_key, pg_catalog.left(f.%4$s::text, 8) as record, f.run_from, null::bigint as run_to,
				exists (select from fact.%6$I p where p.run_to = f.run_from and %7$s) as follows, false as goes_on
			from fact.%5$I f
			union all
			select %2$s, %3$s, pg_catalog.left(f.%4$s::text, 8), f.run_from, f.run_to,
				exists (select from fact.%6$I p where p.run_to = f.run_from and %7$s),
				exists (select from fact.%6$I p where p.run_from = f.run_to and %7$s)
					or exists (select from fact.%5$I p where p.run_from = f.run_to and %7$s)
			from fact.%6$I f',
			'version_' || fact_name, columns, etl.key_text(fact_name, 'f'), key_name, fact_name, history,
			etl.key_join(fact_name, 'p', 'f'));
	end loop;
end
$$;

-- The number by which people know the case of an accused or an outcome, as it was when that version was opened.
create view etl.version_fir as
	select f.case_key, f.station, f.fir_year, f.fir_number, f.run_from, null::bigint as run_to from fact."case" f
	union all
	select h.case_key, h.station, h.fir_year, h.fir_number, h.run_from, h.run_to from fact."case_history" h;

-- The keys of a cell of a cube in words: "district PKP, station City, registered_on 2024-07-30".
create function etl.cell_text(cube_name text, cell jsonb) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s %s', k.name, coalesce(cell ->> k.name, '-')), ', ' order by k.place)
	from etl.cube c cross join lateral pg_catalog.unnest(c.keys) with ordinality as k (name, place)
	where c.cube = cube_name
$$;

-- Auditors may follow a figure to the keys of its records; logins that only report may not.
do $$
declare
	relation text;
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
		execute 'grant usage on schema etl, ref, report to shumar_audit';
		execute 'grant select on etl.version_fir, etl.run, etl.cube to shumar_audit';
		foreach relation in array etl.facts() loop
			execute pg_catalog.format('grant select on etl.%I to shumar_audit', 'version_' || relation);
		end loop;
	end if;
end
$$;
