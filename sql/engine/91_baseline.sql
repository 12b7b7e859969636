-- kind: script
-- purpose: the baseline that a week of a district is judged by
-- locks: new objects only

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

-- Of a week of the baseline's season; 1 where there is none.
create function report.season_of(season double precision[], week date) returns double precision language sql immutable parallel safe as $$
	select coalesce(season[least(extract(week from week), 52)::integer], 1)
$$;

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
			and b.run_no < coalesce(engine.as_of(), (select p.published_run from etl.pointer p))
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
