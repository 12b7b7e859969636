-- kind: script
-- purpose: the clock of a run, the zone of a jurisdiction, and the run as of which a session asks
-- locks: new objects only

-- ── the clock ──
-- A date that is wrong by decades must not judge the dates beside it. As-at comes from the records, so that one row of
-- 2062 would move it, and with it what "after the records end" means. What no row can move is the clock of the run;
-- a day is added, for clocks that differ and for zones.
--
-- A clock can be wrong as well. Where a run began more than a day after what the clock says now, either the clock was set
-- back or it had been ahead. The later moment holds then, so that a clock of ten years ago does not take today's records
-- for the future's, and each run says so, until the operator says that the clock is right now (--trust-clock: the setting
-- "clock" is the number of the run from which on runs count).
create function engine.clock_doubt() returns table (run_no bigint, began timestamptz) language sql stable as $$
	select r.run_no, r.started_at
	from etl.run r
	where r.state in ('applied', 'published', 'unchanged') and r.started_at > pg_catalog.now() + interval '1 day'
		and r.run_no >= coalesce((select s.value::bigint from etl.setting s where s.name = 'clock'), 0)
	order by r.started_at desc
	limit 1
$$;

create function engine.run_clock() returns timestamptz language sql stable as $$
	select coalesce((select d.began from engine.clock_doubt() d), pg_catalog.now())
$$;

create function engine.run_latest() returns timestamptz language sql stable as $$
	select engine.run_clock() + interval '1 day'
$$;

-- ── the zone of a jurisdiction ──
-- That of its sources; of several that differ, of the first by name. UTC where there is none. Whoever reads reports may
-- ask it, and need not see the sources.
create function engine.zone_of(of_jurisdiction text) returns text language sql stable security definer
set search_path = pg_catalog as $$
	select coalesce((select s.timezone from etl.source s where s.jurisdiction = of_jurisdiction and s.timezone is not null
		order by s.source collate "C" limit 1), 'UTC')
$$;

-- The zone of what a run read, when it is one for all of it.
create function engine.zone_of_run(of_run bigint) returns text language sql stable security definer
set search_path = pg_catalog as $$
	select coalesce(case when min(s.timezone) = max(s.timezone) then min(s.timezone) end, 'UTC')
	from etl.run_source s where s.run_no = of_run
$$;

-- ── the past ──
-- A cube's SELECT names engine.signed_<fact>. What the run at work changed (engine.delta_<fact>) and every fact
-- (engine.all_<fact>) stand in for it by name (engine.cube_select), so that these are planned as the plain tables
-- they are. Of the past the session says what is wanted: 'since', what takes the present facts back to those of
-- run shumar.as_of; 'run', what run shumar.as_of changed.
create function engine.signed() returns text language sql stable parallel safe as $$
	select pg_catalog.current_setting('shumar.signed', true)
$$;

create function engine.as_of() returns bigint language sql stable parallel safe as $$
	select nullif(pg_catalog.current_setting('shumar.as_of', true), '')::bigint
$$;

-- As set_config(…, true), but by the statement: Citus carries SET LOCAL to its workers, and not set_config.
create function engine.set_local(name text, value text) returns text language plpgsql as $$
begin
	execute pg_catalog.format('set local %s = %L', name, value);
	return value;
end
$$;
