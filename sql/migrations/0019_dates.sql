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

-- ── the baseline of a district's weeks ──
-- What is usual is worked out of weeks that stand still, so that it does not wander with whatever came last. They are the
-- first weeks, covered and mature, since the last break: the district's own (report.district_era), or a baseline that
-- somebody began anew for a reason that is kept here. Such a row is never changed; a later one follows it.
create table etl.baseline (
	jurisdiction text not null,
	district text not null,            -- '': all districts of the jurisdiction
	from_on date not null check (extract(isodow from from_on) = 1),
	reason text not null check (reason ~ '\S'),
	run_no bigint not null references etl.run, -- published when it was recorded; it holds for later runs
	recorded_at timestamptz not null default pg_catalog.now(),
	primary key (jurisdiction, district, from_on, run_no)
);
comment on table etl.baseline is 'weeks from which on what is usual is worked out anew, and why';

-- Mean and mean moving range as an XmR chart has them (reports/stats/control_xmr.c): ranges of 3.267 times their mean and
-- more are left out once (Nelson 1982); a missing value is a gap that no range spans.
create function report.xmr(series double precision[]) returns table (mean double precision, range double precision)
language sql immutable parallel safe as $$
	with point as (
		select v.value, pg_catalog.abs(v.value - pg_catalog.lag(v.value) over (order by v.place)) as moved
		from pg_catalog.unnest(series) with ordinality as v (value, place)
	),
	average as (
		select avg(p.moved) as moved from point p
	)
	select (select avg(p.value) from point p),
		(select avg(p.moved) from point p, average a where p.moved < 3.267 * a.moved or a.moved = 0)
$$;

-- The season of weekly counts: the ratio of each ISO week (53 as 52) to the others, of logarithms without their rise from
-- year to year, on average over the same weeks of the years and the four weeks on either side; 1 on average over the series.
-- The rise is the average step from a week to the same a year later, which no season moves. Empty for less than two years
-- and a week: a season cannot be told from chance then.
create function report.season(firsts date[], series double precision[]) returns double precision[] language sql immutable parallel safe as $$
	with point as (
		select v.place, least(extract(week from v.first), 52)::integer as week, pg_catalog.ln(v.value + 0.5) as level
		from rows from (pg_catalog.unnest(firsts), pg_catalog.unnest(series)) with ordinality as v (first, value, place)
		where v.value is not null
	),
	line as (
		select (select pg_catalog.count(*) from point) as points, coalesce(avg(b.level - a.level) / 52, 0) as rise
		from point a join point b on b.place = a.place + 52
	),
	week as (
		select w.week, (select avg(p.level - l.rise * p.place) from point p
			where pg_catalog.mod(p.week - w.week + 56, 52) <= 8) as above
		from pg_catalog.generate_series(1, 52) as w (week) cross join line l
	),
	factor as (
		select w.week, pg_catalog.exp(w.above) as factor from week w
	)
	select coalesce(pg_catalog.array_agg(f.factor / (select avg(g.factor) from point p join factor g on g.week = p.week) order by f.week), '{}')
	from factor f, line l
	where l.points >= 105
$$;

-- The views of cubes are made by the first run, after this.
set local check_function_bodies = off;

-- The baseline that a week of a district is judged by, at most one row: it holds for the weeks from_on to until_on, and is
-- made of WEEKS covered ones, first_on to last_on. mean is null below 52 of them.
create function report.baseline_of(of_jurisdiction text, of_district text, of_week date, as_at_on date)
returns table (begins_on date, ends_on date, first_on date, last_on date, weeks integer, mean double precision, range double precision,
	season double precision[], reason text)
language sql stable as $$
	with break as (
		select b.on_day as from_on, 'district-changed'::text as reason from report.district_breaks(of_district) b
		union all
		select b.from_on, b.reason from etl.baseline b
		where b.jurisdiction = of_jurisdiction and b.district in ('', of_district)
			and b.run_no < coalesce(etl.as_of(), (select p.published_run from etl.pointer p))
	),
	stretch as (
		select (select max(b.from_on) from break b where b.from_on <= of_week + 6) as begins_on,
			(select min(b.from_on) from break b where b.from_on > of_week + 6) - 1 as ends_on
	),
	covered as (
		select pg_catalog.lower(k.whole) as from_on from report.covered k
		where k.jurisdiction = of_jurisdiction and k.district = of_district and k.feed = 'case' and not pg_catalog.isempty(k.whole)
	),
	-- from the first Monday of the stretch to the last week whose late entries have come
	asked as (
		select pg_catalog.array_agg(g.first::date order by g.first) as firsts, pg_catalog.array_agg(g.first::date + 6 order by g.first) as lasts
		from stretch s cross join covered c
		cross join pg_catalog.generate_series(
			pg_catalog.date_trunc('week', (greatest(s.begins_on, c.from_on) + 6)::timestamp),
			(least(s.ends_on, report.mature_to(of_jurisdiction, 'case', as_at_on)) - 6)::timestamp, interval '7 days') as g (first)
	),
	week as (
		select k.first_on, k.state = 'covered' as covered,
			pg_catalog.count(*) filter (where k.state = 'covered') over (order by k.first_on) as place
		from asked a cross join report.coverage_of(of_jurisdiction, of_district, 'case', a.firsts, a.lasts) k
	),
	-- two years and a week tell the season; else the first year, which then stands until there are so many
	chosen as (
		select w.first_on, w.covered from week w
		where w.place between 1 and case when (select max(x.place) from week x) >= 105 then 105 else 52 end
			and w.first_on <= (select max(x.first_on) from week x where x.covered
				and x.place <= case when (select max(y.place) from week y) >= 105 then 105 else 52 end)
	),
	counted as (
		select w.first_on, case when w.covered then (select coalesce(sum(d.cases), 0) from report.case_day d
			where d.district = of_district and d.registered_on between w.first_on and w.first_on + 6)::double precision end as cases
		from chosen w
	),
	series as (
		select pg_catalog.array_agg(c.first_on order by c.first_on) as firsts, pg_catalog.array_agg(c.cases order by c.first_on) as cases,
			min(c.first_on) as first_on, max(c.first_on) + 6 as last_on, pg_catalog.count(c.cases)::integer as weeks
		from counted c
	),
	seasonal as (
		select s.*, report.season(s.firsts, s.cases) as season from series s where s.weeks > 0
	),
	level as (
		select s.season, s.first_on, s.last_on, s.weeks, (select pg_catalog.array_agg(v.value
				/ coalesce(s.season[least(extract(week from v.first), 52)::integer], 1) order by v.place)
			from rows from (pg_catalog.unnest(s.firsts), pg_catalog.unnest(s.cases)) with ordinality as v (first, value, place)) as cases
		from seasonal s
	)
	select t.begins_on, t.ends_on, l.first_on, l.last_on, l.weeks,
		case when l.weeks >= 52 then x.mean end, case when l.weeks >= 52 then x.range end, l.season,
		(select b.reason from break b where b.from_on = t.begins_on order by b.reason collate "C" limit 1)
	from level l cross join stretch t cross join lateral report.xmr(l.cases) x
$$;

-- Of a week of the baseline's season; 1 where there is none.
create function report.season_of(season double precision[], week date) returns double precision language sql immutable parallel safe as $$
	select coalesce(season[least(extract(week from week), 52)::integer], 1)
$$;
