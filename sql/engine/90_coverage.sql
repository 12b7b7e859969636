-- kind: script
-- purpose: what reports may ask about coverage and maturity
-- locks: new objects only
--
-- Every view answers as of a run as the cubes do. What reports ask:
--
--   select p.* from report.coverage_of('punjab', 'LHR', 'case', array['2026-11-16', '2026-11-23']::date[],
--     array['2026-11-22', '2026-11-29']::date[]) p
--
-- gives for each period its days, how many of them are covered, and the state: covered, partial (some days, or some of those who
-- report), not-reported, not-yet (after the last day of the records), did-not-exist. District '' is the jurisdiction as a whole.

-- The spans as of the run asked for, which knew nothing of what came after it.
create view report.coverage as
	select c.source, c.jurisdiction, c.feed, c.district, c.station, c.from_on, c.to_on, c.state, c.known
	from etl.coverage c
	where engine.as_of() is null and c.run_to is null
	union all
	select c.source, c.jurisdiction, c.feed, c.district, c.station, c.from_on,
		case when c.state = 'missing' then c.to_on else least(c.to_on, k.as_at_on) end, c.state, c.known
	from etl.coverage c
	cross join lateral (select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s
		where s.source = c.source and s.run_no <= engine.as_of() order by s.run_no desc limit 1) k
	where engine.as_of() is not null and c.run_from <= engine.as_of() and (c.run_to is null or c.run_to > engine.as_of())
		and (c.state = 'missing' or c.known = 'calendar' or c.from_on <= k.as_at_on);

-- One row per district and feed: the days covered by all who report, those covered by some, and those on which the
-- district existed. horizon: the last day that any record of the jurisdiction covers.
create view report.covered as
	with span as (
		select c.jurisdiction, c.district, c.feed,
			pg_catalog.range_agg(pg_catalog.daterange(c.from_on, c.to_on, '[]')) filter (where c.state = 'covered') as said,
			pg_catalog.range_agg(pg_catalog.daterange(c.from_on, c.to_on, '[]')) filter (where c.state = 'missing') as silent
		from report.coverage c
		group by c.jurisdiction, c.district, c.feed
	),
	horizon as (
		select c.jurisdiction, max(c.to_on) as last_on from report.coverage c where c.state = 'covered' group by c.jurisdiction
	)
	select d.jurisdiction, d.code as district, f.feed, pg_catalog.daterange(d.valid_from, d.valid_to, '[]') as existed,
		(coalesce(s.said, '{}') - coalesce(s.silent, '{}'))
			* pg_catalog.datemultirange(pg_catalog.daterange(d.valid_from, d.valid_to, '[]')) as whole,
		coalesce(s.said, '{}') * pg_catalog.datemultirange(pg_catalog.daterange(d.valid_from, d.valid_to, '[]')) as partly,
		h.last_on as horizon
	from ref.district d
	cross join pg_catalog.unnest(engine.feeds()) f (feed)
	left join span s on s.jurisdiction = d.jurisdiction and s.district = d.code and s.feed = f.feed
	left join horizon h on h.jurisdiction = d.jurisdiction;

-- The same for a jurisdiction as a whole: covered by all of its districts that ever were, or by some.
create view report.covered_all as
	select c.jurisdiction, ''::text as district, c.feed, '(,)'::pg_catalog.daterange as existed,
		coalesce(pg_catalog.range_intersect_agg(c.whole + ('{(,)}'::pg_catalog.datemultirange - pg_catalog.datemultirange(c.existed)))
			filter (where not pg_catalog.isempty(c.partly)), '{}')
			* coalesce(pg_catalog.range_agg(c.partly), '{}') as whole,
		coalesce(pg_catalog.range_agg(c.partly), '{}') as partly, max(c.horizon) as horizon
	from report.covered c
	group by c.jurisdiction, c.feed;

-- How many days of a period a set of days holds.
create function report.days_in(days datemultirange, first_on date, last_on date) returns integer
language sql immutable parallel safe as $$
	select coalesce(sum(pg_catalog.upper(s) - pg_catalog.lower(s)), 0)::integer
	from pg_catalog.unnest(days * pg_catalog.datemultirange(pg_catalog.daterange(first_on, last_on, '[]'))) s
$$;

-- The state of a period, of the columns of report.covered.
create function report.coverage_state(existed daterange, whole datemultirange, partly datemultirange, horizon date, first_on date, last_on date)
returns text language sql immutable parallel safe as $$
	select case
		when not existed && pg_catalog.daterange(first_on, last_on, '[]') then 'did-not-exist'
		when whole @> pg_catalog.daterange(first_on, last_on, '[]') then 'covered'
		when partly && pg_catalog.daterange(first_on, last_on, '[]') then 'partial'
		when first_on > horizon then 'not-yet'
		else 'not-reported' end
$$;

create function report.coverage_of(of_jurisdiction text, of_district text, of_feed text, firsts date[], lasts date[])
returns table (first_on date, last_on date, days integer, covered_days integer, state text) language sql stable as $$
	with c as (
		select k.existed, k.whole, k.partly, k.horizon from report.covered k
		where of_district <> '' and k.jurisdiction = of_jurisdiction and k.district = of_district and k.feed = of_feed
		union all
		select k.existed, k.whole, k.partly, k.horizon from report.covered_all k
		where of_district = '' and k.jurisdiction = of_jurisdiction and k.feed = of_feed
	)
	select p.first_on, p.last_on, p.last_on - p.first_on + 1, report.days_in(c.whole, p.first_on, p.last_on),
		coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, p.first_on, p.last_on), 'not-reported')
	from rows from (pg_catalog.unnest(firsts), pg_catalog.unnest(lasts)) as p (first_on, last_on)
	left join c on true
$$;

-- The state of a period in each district of a jurisdiction; one row per district, whether it ever reported or not.
create function report.states(of_jurisdiction text, of_feed text, first_on date, last_on date)
returns table (district text, state text, covered_days integer) language sql stable as $$
	select c.district, coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, first_on, last_on), 'not-reported'),
		report.days_in(c.whole, first_on, last_on)
	from report.covered c
	where c.jurisdiction = of_jurisdiction and c.feed = of_feed
$$;

-- A count of a period: nothing found is zero where the period is covered or partly so, and missing where it is not.
create function report.known(state text, found numeric) returns bigint language sql immutable parallel safe as $$
	select case when state in ('covered', 'partial') then coalesce(found, 0)::bigint end
$$;

-- ── breaks ──
-- Days on which a district became another: cut from its parent, or cut to make a child. Series do not run across them.
create function report.district_breaks(of_district text) returns table (on_day date) language sql stable as $$
	select distinct d.valid_from from ref.district d
	where d.valid_from is not null and d.parent_code is not null and of_district in (d.code, d.parent_code)
	order by 1
$$;

-- The number of breaks up to a day: days of one era can be compared.
create function report.district_era(of_district text, on_day date) returns integer language sql stable as $$
	select pg_catalog.count(*)::integer from report.district_breaks(of_district) b where b.on_day <= $2
$$;

-- ── maturity ──
-- The days after which 95 of 100 entries have come, by jurisdiction: the slowest of its sources.
create view report.maturity as
	with lag as (
		select s.jurisdiction, l.source, l.event, l.lag_days, sum(l.entries) as entries,
			sum(sum(l.entries)) over (partition by l.source, l.event order by l.lag_days) as upto,
			sum(sum(l.entries)) over (partition by l.source, l.event) as of_all
		from etl.entry_lag l
		join etl.source s on s.source = l.source
		where l.run_no <= coalesce(engine.as_of(), l.run_no)
		group by s.jurisdiction, l.source, l.event, l.lag_days
	),
	measured as (
		select l.jurisdiction, l.source, l.event, min(l.lag_days) filter (where l.upto >= 0.95 * l.of_all) as days
		from lag l
		where l.of_all >= 200 and (select pg_catalog.count(distinct n.run_no) from etl.entry_lag n
			where n.source = l.source and n.event = l.event and n.run_no <= coalesce(engine.as_of(), n.run_no)) >= 28
		group by l.jurisdiction, l.source, l.event
	)
	select j.jurisdiction, d.event, coalesce(max(m.days), d.days)::integer as days, max(m.days) is not null as measured
	from (select distinct s.jurisdiction from etl.source s) j
	cross join etl.maturity_declared d
	left join measured m on m.jurisdiction = j.jurisdiction and m.event = d.event
	group by j.jurisdiction, d.event, d.days;

-- The last day of EVENT whose late entries have come, when records are known to as_at_on.
create function report.mature_to(of_jurisdiction text, of_event text, as_at_on date) returns date language sql stable as $$
	select as_at_on - coalesce((select m.days from report.maturity m where m.jurisdiction = of_jurisdiction and m.event = of_event), 28)
$$;

-- Who may read cubes may read which days they hold.
do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute format('grant select on report.coverage, report.covered, report.covered_all, report.maturity to %I', reader);
	end loop;
end
$$;
