-- kind: marked
-- purpose: the days for which a district and feed have reported, and how long entries took
-- locks: new objects only
--
-- Outside its coverage a figure is missing, never zero. The run keeps it (engine.coverage_enter, after the cubes); what reports may ask of it
-- stands in 90_coverage.

-- From when on a station that sends nothing is silent: as districts (report.silence), by the waits between the days on which it had
-- records. Reports have no way into engine.
create function report.silence(waits numeric, seen bigint) returns numeric language sql immutable parallel safe as $$
	select case when seen >= 12 then greatest(28, 10 * waits / seen) end
$$;

-- What the records, calendars and states of the sources say now.
create function engine.coverage_found() returns table (source text, jurisdiction text, feed text, district text, station text,
	from_on date, to_on date, state text, known text) language plpgsql stable as $$
begin
	return query
	with source_known as materialized (
		-- the day of as-at is whole where the run that read it came on a later one
		select s.source, s.jurisdiction, s.state, least((s.as_at at time zone s.timezone)::date,
			(coalesce(r.started_at, pg_catalog.now()) at time zone s.timezone)::date - 1) as last_on
		from etl.source s
		left join lateral (select u.started_at from etl.run_source k join etl.run u on u.run_no = k.run_no
			where k.source = s.source and k.as_at = s.as_at order by k.run_no limit 1) r on true
		where s.last_run is not null and s.as_at is not null
	),
	day as materialized (
		select c.source, c.feed, c.district, c.on_day from cube.record_day c
		join source_known k on k.source = c.source and c.on_day <= k.last_on
		where c.records > 0
	),
	-- ── what each source gave of each feed, all districts together: islands in a sea of silence ──
	wait as (
		select d.source, d.feed, d.on_day, d.on_day - pg_catalog.lag(d.on_day) over w as days
		from (select distinct x.source, x.feed, x.on_day from day x) d
		window w as (partition by d.source, d.feed order by d.on_day)
	),
	feed_day as (
		select w.source, w.feed, w.on_day, w.days as gap, report.silence(sum(w.days) over b, pg_catalog.count(w.days) over b) as before,
			report.silence(sum(w.days) over a, pg_catalog.count(w.days) over a) as after,
			report.silence(sum(w.days) over l, pg_catalog.count(w.days) over l) as lately
		from wait w
		window b as (partition by w.source, w.feed order by w.on_day rows between 12 preceding and 1 preceding),
			a as (partition by w.source, w.feed order by w.on_day rows between 1 following and 12 following),
			l as (partition by w.source, w.feed order by w.on_day rows between 11 preceding and current row)
	),
	-- a few old records before the many do not make a beginning; a feed that grows out of few has no gap
	feed_island as (
		select i.source, i.feed, min(i.on_day) as from_on, max(i.on_day) as to_on,
			(pg_catalog.array_agg(i.lately order by i.on_day desc))[1] as silence
		from (select f.*, pg_catalog.count(*) filter (where f.gap > f.after and f.gap > coalesce(f.before, 0))
			over (partition by f.source, f.feed order by f.on_day) as island from feed_day f) i
		group by i.source, i.feed, i.island
	),
	feed_span as materialized (
		select i.source, i.feed, i.from_on, case
			when i.to_on = max(i.to_on) over (partition by i.source, i.feed) and coalesce(k.last_on - i.to_on <= i.silence, true)
			then k.last_on else i.to_on end as to_on
		from feed_island i join source_known k on k.source = i.source
	),
	-- ── each district of a source that goes on reporting: from the beginning, unless it joined later. That is told by a silence
	-- at the beginning of three times the longest of its first twelve waits, and more than four weeks ──
	seen_day as (
		select d.source, d.district, d.on_day, d.on_day - pg_catalog.lag(d.on_day) over w as days,
			pg_catalog.row_number() over w as place
		from (select distinct x.source, x.district, x.on_day from day x
			where x.feed <> all (array(select f.fact from etl.fact f where f.inherits ? 'case'))) d
		window w as (partition by d.source, d.district order by d.on_day)
	),
	seen_span as materialized (
		select i.source, i.district, case when i.first_on - b.base_on <= greatest(28, 3 * i.longest)
			then least(b.base_on, i.first_on) else i.first_on end as from_on, k.last_on as to_on
		from (select s.source, s.district, min(s.on_day) as first_on, max(s.days) filter (where s.place <= 13) as longest
			from seen_day s group by s.source, s.district) i
		join source_known k on k.source = i.source
		join ref.district d on d.code = i.district
		cross join lateral (select greatest((select min(f.from_on) from feed_span f where f.source = i.source),
			d.valid_from) as base_on) b
	),
	-- ── files that have a calendar: who was to send, and who did ──
	ruled as materialized (
		select distinct r.source, f.feed, r.feed as file, r.every
		from etl.drop_rule r
		join source_known k on k.source = r.source
		cross join pg_catalog.unnest(engine.feeds()) f (feed)
		where case when exists (select from etl.feed_file m where m.source = r.source)
			then exists (select from etl.feed_file m where m.source = r.source and m.feed = f.feed and m.file = r.feed)
			else exists (select from feed_span s where s.source = r.source and s.feed = f.feed) end
	),
	calendar as materialized (
		select c.source, c.feed as file, c.unit, c.period, c.state from engine.drop_calendar c
		where exists (select from ruled r where r.source = c.source and r.file = c.feed)
	),
	station as materialized (
		select distinct engine.fold(s.station) as station, s.district
		from (select distinct x.station, x.district from cube.case_day x where exists (select from ruled)) s
	),
	-- a unit by the code or name of a district, by the name of a station, else the source as a whole
	unit_district as (
		select u.source, u.unit, d.district, d.place
		from (select distinct c.source, c.unit from calendar c) u
		join source_known k on k.source = u.source
		cross join lateral (
			select engine.unit_district(k.jurisdiction, u.unit) as district, 1 as place
			union all
			select t.district, 2 from station t where t.station = engine.fold(u.unit)
			union all
			select s.district, 3 from seen_span s where s.source = u.source) d
		where d.district is not null
	),
	unit_home as materialized (
		select u.source, u.unit, u.district from (select d.*, min(d.place) over (partition by d.source, d.unit) as first
			from unit_district d) u
		where u.place = u.first
	),
	unit_span as (
		select c.source, r.feed, n.district, c.unit as station, c.period as from_on,
			(c.period + ('1 ' || r.every)::interval)::date - 1 as to_on,
			case when c.state in ('reported', 'zero') then 'covered' else 'missing' end as state
		from calendar c
		join ruled r on r.source = c.source and r.file = c.file
		join unit_home n on n.source = c.source and n.unit is not distinct from c.unit
	),
	-- ── together ──
	said as (
		select f.source, f.feed, s.district, null::text as station, greatest(f.from_on, s.from_on) as from_on,
			least(f.to_on, s.to_on) as to_on, 'covered' as state, 'records' as known
		from feed_span f
		join seen_span s on s.source = f.source and s.from_on <= f.to_on and s.to_on >= f.from_on
		where not exists (select from ruled r where r.source = f.source and r.feed = f.feed)
		union all
		select u.source, u.feed, u.district, u.station, u.from_on, u.to_on, u.state, 'calendar' from unit_span u
		union all
		-- a source that is away takes its districts out of what others go on reporting
		select distinct f.source, f.feed, s.district, null::text, k.last_on + 1, null::date, 'missing', 'stale'
		from source_known k
		join feed_span f on f.source = k.source
		join seen_span s on s.source = k.source
		where k.state = 'stale' and not exists (select from ruled r where r.source = f.source and r.feed = f.feed)
	)
	select s.source, k.jurisdiction, s.feed, s.district, s.station, pg_catalog.lower(m.span), pg_catalog.upper(m.span) - 1,
		s.state, s.known
	from (select x.source, x.feed, x.district, x.station, x.state, x.known,
			pg_catalog.range_agg(pg_catalog.daterange(x.from_on, x.to_on, '[]')) as spans
		from said x group by x.source, x.feed, x.district, x.station, x.state, x.known) s
	join source_known k on k.source = s.source
	cross join lateral pg_catalog.unnest(s.spans) m (span);
end
$$;

-- Keeps what the run has made of coverage; returns the spans that are other than before, but for sources that are away: nights that
-- changed nothing move no pointer, and still say who is away. The first time ever it holds for all runs of before, whose
-- figures it never was asked about.
create function engine.coverage_enter(at_run bigint) returns bigint language plpgsql as $$
declare
	changed bigint;
	ended bigint;
	since bigint := case when exists (select from etl.coverage) then at_run else 0 end;
begin
	create temporary table found_coverage on commit drop as select f.* from engine.coverage_found() f;
	update etl.coverage c set run_to = at_run
	where c.run_to is null and not exists (select from pg_temp.found_coverage f
		where (f.source, f.feed, f.district, f.from_on, f.state, f.known, f.jurisdiction)
				= (c.source, c.feed, c.district, c.from_on, c.state, c.known, c.jurisdiction)
			and f.to_on is not distinct from c.to_on and f.station is not distinct from c.station);
	select pg_catalog.count(*) into ended from etl.coverage c where c.run_to = at_run and c.known <> 'stale';
	insert into etl.coverage (source, jurisdiction, feed, district, station, from_on, to_on, state, known, run_from)
	select f.*, since from (
		select f.source, f.jurisdiction, f.feed, f.district, f.station, f.from_on, f.to_on, f.state, f.known from pg_temp.found_coverage f
		except
		select c.source, c.jurisdiction, c.feed, c.district, c.station, c.from_on, c.to_on, c.state, c.known from etl.coverage c
		where c.run_to is null) f;
	select pg_catalog.count(*) into changed from etl.coverage c where c.run_from = at_run and c.known <> 'stale';
	drop table pg_temp.found_coverage;
	return changed + ended;
end
$$;

-- ── lags ──
-- Notes the lags of what run AT_RUN brought; the stage holds its change still. Which days of a fact are events sql/facts/ says.
create function engine.lag_enter(at_run bigint) returns void language plpgsql set plan_cache_mode = force_custom_plan as $$
begin
	if not exists (select from etl.run r where r.run_no = at_run and r.kind = 'nightly') then
		return;
	end if;
	-- @each with events@
	insert into etl.entry_lag (run_no, source, event, lag_days, entries)
	select at_run, d.source, e.name, greatest((r.started_at at time zone g.timezone)::date - @event_day d@, 0), pg_catalog.count(*)
	from stage.delta_@fact@ d
	join etl.run r on r.run_no = at_run
	join stage.source g on g.source = d.source and g.state = 'read' and g.extent <> 'period'
	join etl.run_feed f on f.run_no = at_run and f.source = d.source and f.feed = '@fact@' and f.opening > 0
	cross join lateral (values @events@) as e (name)
	where d.sign = 1 and @event_day d@ is not null
		and not exists (select from stage.delta_@fact@ o where o.sign = -1 and @same_key o d@ and @event_day o@ is not null)
		and not exists (select from fact.@fact@_history h where h.run_to < at_run and @same_key h d@ and @event_day h@ is not null)
	group by d.source, e.name, 4;
	-- @end@
end
$$;
