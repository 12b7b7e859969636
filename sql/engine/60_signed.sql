-- kind: marked
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

-- @each fact@
create view engine.delta_@fact@ as select @columns@, d.sign from stage.delta_@fact@ d;

create view engine.all_@fact@ as select @columns@, 1 as sign from fact."@fact@" f;

create view engine.signed_@fact@ as
	select @columns@, -1 as sign from fact."@fact@" f where engine.signed() = 'since' and f.run_from > engine.as_of()
	union all select @columns@, 1 from fact.@fact@_history h where engine.signed() = 'since' and h.run_to > engine.as_of()
		and h.run_from <= engine.as_of()
	union all select @columns@, 1 from fact."@fact@" f where engine.signed() = 'run' and f.run_from = engine.as_of()
	union all select @columns@, 1 from fact.@fact@_history h where engine.signed() = 'run' and h.run_from = engine.as_of()
	union all select @columns@, -1 from fact.@fact@_history h where engine.signed() = 'run' and h.run_to = engine.as_of();

-- The facts as run shumar.as_of left them, or as they are.
create view engine.known_@fact@ as
	select @columns@, f.run_from, null::bigint as run_to from fact."@fact@" f where f.run_from <= coalesce(engine.as_of(), f.run_from)
	union all
	select @columns@, h.run_from, h.run_to from fact.@fact@_history h where h.run_from <= engine.as_of() and h.run_to > engine.as_of();

-- Every version. One was true for the runs run_from <= r < run_to (null: it still is). follows: the run that opened it closed
-- another version of the same fact, so it is a correction; goes_on: the run that closed it opened another.
create view engine.version_@fact@ as
	select @columns f@, @key_text f@ as row_key, pg_catalog.left(f.@last_key@::text, 8) as record, f.run_from, null::bigint as run_to,
		exists (select from fact.@fact@_history p where p.run_to = f.run_from and @same_key p f@) as follows, false as goes_on
	from fact."@fact@" f
	union all
	select @columns f@, @key_text f@, pg_catalog.left(f.@last_key@::text, 8), f.run_from, f.run_to,
		exists (select from fact.@fact@_history p where p.run_to = f.run_from and @same_key p f@),
		exists (select from fact.@fact@_history p where p.run_from = f.run_to and @same_key p f@)
			or exists (select from fact."@fact@" p where p.run_from = f.run_to and @same_key p f@)
	from fact.@fact@_history f;

-- Stands in for signed in the SELECT of a cube (sql/reports/trace/records.sql): the facts of all runs, each counted once, with a mark of
-- which record it is.
create view engine.traced_@fact@ as
	select @columns v@, v.run_from, v.run_to, 1 as sign, row('@fact@', v.row_key,
		-- @only has district@
		v.district,
		-- @not has district@
		null::text,
		-- @only has case_key@
		v.case_key,
		-- @not has case_key@
		null::uuid,
		-- @only keyed by a case@
		null::text,
		-- @not keyed by a case@
		v.record,
		-- @all@
		v.@day@, v.run_from, v.run_to, v.follows, v.goes_on)::engine.trace_mark as mark
	from engine.version_@fact@ v;
-- @end@

-- The number by which people know the case of an accused or an outcome, as it was when that version was opened.
create view engine.version_fir as
	select f.case_key, f.station, f.fir_year, f.fir_number, f.run_from, null::bigint as run_to from fact."case" f
	union all
	select h.case_key, h.station, h.fir_year, h.fir_number, h.run_from, h.run_to from fact."case_history" h;

-- Auditors may follow a figure to the keys of its records; logins that only report may not.
do $$
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
		grant select on engine.version_fir to shumar_audit;
		-- @each fact@
		grant select on engine.version_@fact@, engine.traced_@fact@ to shumar_audit;
		-- @end@
	end if;
end
$$;
