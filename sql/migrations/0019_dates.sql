-- kind: script
-- purpose: dates are held against the run's own clock, as-at is held to it, and days are days of the jurisdiction
-- locks: stage.source and the views that rules and reports read
--
-- A date that is wrong by decades must not judge the dates beside it. As-at comes from the records, so that one row of
-- 2062 would move it, and with it what "after the records end" means. What no row can move is the clock of the run;
-- a day is added, for clocks that differ and for zones.
--
-- A clock can be wrong as well. Where a run began more than a day after what the clock says now, either the clock was set
-- back or it had been ahead. The later moment holds then, so that a clock of ten years ago does not take today's records
-- for the future's, and each run says so, until the operator says that the clock is right now (--trust-clock: the setting
-- "clock" is the number of the run from which on runs count).
create function etl.clock_doubt() returns table (run_no bigint, began timestamptz) language sql stable as $$
	select r.run_no, r.started_at
	from etl.run r
	where r.state in ('applied', 'published', 'unchanged') and r.started_at > pg_catalog.now() + interval '1 day'
		and r.run_no >= coalesce((select s.value::bigint from etl.setting s where s.name = 'clock'), 0)
	order by r.started_at desc
	limit 1
$$;
create function etl.run_clock() returns timestamptz language sql stable as $$
	select coalesce((select d.began from etl.clock_doubt() d), pg_catalog.now())
$$;
create function etl.run_latest() returns timestamptz language sql stable as $$
	select etl.run_clock() + interval '1 day'
$$;

-- The last day that a date of the source's records can be of; the day of the run is the one before.
alter table stage.source add column latest timestamptz not null default etl.run_latest();
alter table stage.source add column latest_on date generated always as ((latest at time zone timezone)::date) stored;

-- ── rows as rules see them ──
create or replace view stage.checked_case as
	select s.*, (s.registered_at at time zone g.timezone)::date as registered_on, g.as_at_on,
		pg_catalog.width_bucket((s.registered_at at time zone g.timezone)::date, (select ref.era_steps())) as era, g.latest_on
	from stage."case" s
	join stage.source g on g.source = s.source;
create or replace view stage.checked_accused as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.accused s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;
create or replace view stage.checked_outcome as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.outcome s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;
create or replace view stage.checked_complaint as
	select s.*, (s.received_at at time zone g.timezone)::date as received_on,
		(s.responded_at at time zone g.timezone)::date as responded_on, g.as_at_on, g.latest_on, g.timezone
	from stage.complaint s
	join stage.source g on g.source = s.source;
create or replace view stage.checked_outreach as
	select s.*, g.as_at_on, g.latest_on from stage.outreach s join stage.source g on g.source = s.source;
create or replace view stage.checked_referral as
	select s.*, g.as_at_on, g.latest_on from stage.referral s join stage.source g on g.source = s.source;
create or replace view stage.checked_training as
	select s.*, g.as_at_on, g.latest_on from stage.training s join stage.source g on g.source = s.source;
create or replace view stage.checked_count as
	select s.*, g.as_at_on, g.latest_on from stage.count s join stage.source g on g.source = s.source;

-- ── the zone of a jurisdiction ──
-- That of its sources; of several that differ, of the first by name. UTC where there is none. Whoever reads reports may
-- ask it, and need not see the sources.
create function etl.zone_of(of_jurisdiction text) returns text language sql stable security definer
set search_path = pg_catalog as $$
	select coalesce((select s.timezone from etl.source s where s.jurisdiction = of_jurisdiction and s.timezone is not null
		order by s.source collate "C" limit 1), 'UTC')
$$;
-- The zone of what a run read, when it is one for all of it.
create function etl.zone_of_run(of_run bigint) returns text language sql stable security definer
set search_path = pg_catalog as $$
	select coalesce(case when min(s.timezone) = max(s.timezone) then min(s.timezone) end, 'UTC')
	from etl.run_source s where s.run_no = of_run
$$;

-- ── what reports may ask about the run they print ──
drop view report.published;
create view report.published as
	with wanted as (
		select coalesce(etl.as_of(), p.published_run) as run_no from etl.pointer p
	),
	-- the last that each source said up to the wanted run
	known as (
		select distinct on (s.source) s.source, s.jurisdiction, s.timezone, s.as_at,
			-- nights that changed nothing move no pointer, and still say who is away
			case when etl.as_of() is null then (select e.state from etl.source e where e.source = s.source) else s.state end as state
		from etl.run_source s
		join etl.run r on r.run_no = s.run_no and r.state in ('applied', 'published', 'unchanged')
		cross join wanted w
		where s.run_no <= w.run_no
		order by s.source, s.run_no desc
	),
	-- the records of a jurisdiction are known up to where the source ends that ends first, on the day that it is there
	ends as (
		select distinct on (k.jurisdiction) k.jurisdiction, k.as_at, k.timezone
		from known k
		order by k.jurisdiction, k.as_at, k.source collate "C"
	)
	select e.jurisdiction, w.run_no, e.as_at,
		coalesce((select bool_or(k.state = 'stale') from known k where k.jurisdiction = e.jurisdiction), false) as stale,
		(select max(r.run_no) from etl.run r where r.state in ('applied', 'published')) as applied_run,
		exists (select from etl.run r join etl.proof f on f.run_no = r.run_no and not f.proven
			where r.state = 'applied' and r.run_no > w.run_no) as doubtful,
		e.timezone,
		pg_catalog.date_part('epoch', (e.as_at at time zone e.timezone) - (e.as_at at time zone 'UTC'))::bigint as zone_s,
		(e.as_at at time zone e.timezone)::date as as_at_on
	from wanted w cross join ends e;
