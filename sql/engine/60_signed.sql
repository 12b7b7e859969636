-- kind: script
-- purpose: facts as cubes and auditors read them: signed, as of a run, version by version
-- locks: new objects only
--
-- A cube's SELECT names engine.signed_<fact>. What the run at work changed (engine.delta_<fact>) and every fact
-- (engine.all_<fact>) stand in for it by name (engine.cube_select), so that these are planned as the plain tables
-- they are. Of the past the session says what is wanted: 'since', what takes the present facts back to those of
-- run shumar.as_of; 'run', what run shumar.as_of changed.

create type engine.trace_mark as (
	fact text, row_key text, district text, case_key uuid, record text, event_on date,
	run_from bigint, run_to bigint, follows boolean, goes_on boolean
);

-- Makes the views of one fact.
--   known    the facts as run shumar.as_of left them, or as they are
--   version  every version. One was true for the runs run_from <= r < run_to (null: it still is). follows: the run that opened it
--            closed another version of the same fact, so it is a correction; goes_on: the run that closed it opened another
--   traced   stands in for signed in the SELECT of a cube (sql/reports/trace/records.sql): the facts of all runs, each counted
--            once, with a mark of which record it is
create function engine.fact_views(fact_name text) returns void language plpgsql as $$
declare
	history text := fact_name || '_history';
	names text[] := engine.fact_columns(fact_name);
	columns text := pg_catalog.array_to_string(names, ', ');
begin
	execute pg_catalog.format('create view engine.%I as select %s, d.sign from stage.%I d', 'delta_' || fact_name, columns, 'delta_' || fact_name);
	execute pg_catalog.format('create view engine.%I as select %s, 1 as sign from fact.%I f', 'all_' || fact_name, columns, fact_name);
	execute pg_catalog.format('create view engine.%1$I as
		select %2$s, -1 as sign from fact.%3$I f where engine.signed() = ''since'' and f.run_from > engine.as_of()
		union all select %2$s, 1 from fact.%4$I h where engine.signed() = ''since'' and h.run_to > engine.as_of()
			and h.run_from <= engine.as_of()
		union all select %2$s, 1 from fact.%3$I f where engine.signed() = ''run'' and f.run_from = engine.as_of()
		union all select %2$s, 1 from fact.%4$I h where engine.signed() = ''run'' and h.run_from = engine.as_of()
		union all select %2$s, -1 from fact.%4$I h where engine.signed() = ''run'' and h.run_to = engine.as_of()',
		'signed_' || fact_name, columns, fact_name, history);
	execute pg_catalog.format('create view engine.%1$I as
		select %2$s, f.run_from, null::bigint as run_to from fact.%3$I f where f.run_from <= coalesce(engine.as_of(), f.run_from)
		union all
		select %2$s, h.run_from, h.run_to from fact.%4$I h where h.run_from <= engine.as_of() and h.run_to > engine.as_of()',
		'known_' || fact_name, columns, fact_name, history);
	execute pg_catalog.format('create view engine.%1$I as
		select %2$s, %3$s as row_key, pg_catalog.left(f.%4$I::text, 8) as record, f.run_from, null::bigint as run_to,
			exists (select from fact.%6$I p where p.run_to = f.run_from and %7$s) as follows, false as goes_on
		from fact.%5$I f
		union all
		select %2$s, %3$s, pg_catalog.left(f.%4$I::text, 8), f.run_from, f.run_to,
			exists (select from fact.%6$I p where p.run_to = f.run_from and %7$s),
			exists (select from fact.%6$I p where p.run_from = f.run_to and %7$s)
				or exists (select from fact.%5$I p where p.run_from = f.run_to and %7$s)
		from fact.%6$I f',
		'version_' || fact_name, (select pg_catalog.string_agg('f.' || c, ', ') from pg_catalog.unnest(names) c),
		engine.key_text(fact_name, 'f'), (engine.fact_keys(fact_name))[pg_catalog.array_length(engine.fact_keys(fact_name), 1)], fact_name, history,
		engine.key_join(fact_name, 'p', 'f'));
	execute pg_catalog.format('create view engine.%1$I as
		select %2$s, v.run_from, v.run_to, 1 as sign, row(%3$L, v.row_key, %4$s, %5$s, %6$s, %7$s, v.run_from, v.run_to, v.follows,
			v.goes_on)::engine.trace_mark as mark
		from engine.%8$I v',
		'traced_' || fact_name, (select pg_catalog.string_agg('v.' || c, ', ') from pg_catalog.unnest(names) c), fact_name,
		case when 'district' = any (names) then 'v.district' else 'null::text' end,
		case when 'case_key' = any (names) then 'v.case_key' else 'null::uuid' end,
		case when fact_name in ('case', 'course') then 'null::text' else 'v.record' end,
		pg_catalog.format('v.%I', engine.fact_day(fact_name)),
		'version_' || fact_name);
end
$$;
select engine.fact_views(f) from pg_catalog.unnest(engine.facts()) as f;

-- The number by which people know the case of an accused or an outcome, as it was when that version was opened.
create view engine.version_fir as
	select f.case_key, f.station, f.fir_year, f.fir_number, f.run_from, null::bigint as run_to from fact."case" f
	union all
	select h.case_key, h.station, h.fir_year, h.fir_number, h.run_from, h.run_to from fact."case_history" h;

-- Auditors may follow a figure to the keys of its records; logins that only report may not.
do $$
declare
	relation text;
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
		grant select on engine.version_fir to shumar_audit;
		foreach relation in array engine.facts() loop
			execute pg_catalog.format('grant select on engine.%I, engine.%I to shumar_audit', 'version_' || relation, 'traced_' || relation);
		end loop;
	end if;
end
$$;
