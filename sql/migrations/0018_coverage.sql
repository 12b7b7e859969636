-- kind: script
-- purpose: folding of names; coverage, the days for which a district and feed have reported, and maturity, the days until late entries have come
-- locks: new objects only
--
-- Outside its coverage a figure is missing, never zero. The run keeps it (etl.coverage_enter, after the cubes), and every view here
-- answers as of a run as the cubes do. What reports ask:
--
--   select p.* from report.coverage_of('punjab', 'LHR', 'case', array['2026-11-16', '2026-11-23']::date[],
--     array['2026-11-22', '2026-11-29']::date[]) p
--
-- gives for each period its days, how many of them are covered, and the state: covered, partial (some days, or some of those who
-- report), not-reported, not-yet (after the last day of the records), did-not-exist. District '' is the jurisdiction as a whole.

-- ── folding ──
-- What is kept of keys and names is folded at the door, in C (core/text.h). Here stands the comparison of the same file
-- for the warehouse, text_fold_compare; tests/db/test_fold.c holds the two to one result.
-- Characters that take no room on a page, as a class of a regular expression.
create function etl.fold_invisible() returns text language sql immutable parallel safe as $$
	select '[' || '\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f-\u1160\u17b4-\u17b5'
		|| '\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0'
		|| '\ufff0-\ufffb\ufffe-\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3'
		|| '\U0001d173-\U0001d17a\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff'
		|| '\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff\U0006fffe-\U0006ffff\U0007fffe-\U0007ffff'
		|| '\U0008fffe-\U0008ffff\U0009fffe-\U0009ffff\U000afffe-\U000affff\U000bfffe-\U000bffff'
		|| '\U000cfffe-\U000cffff\U000dfffe-\U000e0fff\U000efffe-\U000effff\U000ffffe-\U000fffff'
		|| '\U0010fffe-\U0010ffff' || ']+'
$$;

-- The digits of all scripts, in tens, as translate() wants them; those that have compatibility forms are ASCII by then.
create function etl.fold_digits() returns text language sql immutable parallel safe as $$
	select pg_catalog.string_agg(pg_catalog.chr(s.first + n), '' order by s.place, n)
	from pg_catalog.unnest(array[1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160,
		4240, 6112, 6160, 6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504,
		43600, 44016, 66720, 68912, 69734, 69872, 69942, 70096, 70384, 70736, 70864, 71248, 71360, 71472,
		71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 123200, 123632, 125264]) with ordinality as s (first, place)
	cross join pg_catalog.generate_series(0, 9) n
$$;

-- Without what cannot be seen, blanks of any kind as one, none at the ends.
create function etl.fold_blanks(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(given, etl.fold_invisible(), '', 'g'),
		'[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g'))
$$;

-- As text_fold_key has it: joiners stay between letters of the Arabic script, digits are ASCII.
create function etl.fold_key(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.translate(pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
		pg_catalog.normalize(given, 'NFC'),
		pg_catalog.replace(etl.fold_invisible(), '\u200b-\u200f', '\u200b\u200e-\u200f'), '', 'g'),
		'(?<![\u0620-\u065f\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f])[\u200c-\u200d]+'
			|| '|[\u200c-\u200d]+(?![\u0620-\u065f\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f])', '', 'g'),
		'[\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u2800\u3000]+', ' ', 'g')),
		etl.fold_digits() || U&'\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19', pg_catalog.repeat('0123456789', 59))
$$;

-- What is the same for readers has the same result: letter case, forms, blanks, joiners, vowel signs, digits, dashes and the
-- letters that keyboards of Arabic give for those of Urdu do not count.
create function etl.fold(given text) returns text language plpgsql immutable strict parallel safe as $$
declare
	kept text;
begin
	if given ~ '^([!-~]+( [!-~]+)*)?$' then
		return pg_catalog.lower(given collate "C");
	end if;
	kept := etl.fold_blanks(pg_catalog.normalize(given, 'NFC'));
	if kept ~ '^[ -~]*$' then
		return pg_catalog.lower(kept collate "C");
	end if;
	kept := pg_catalog.lower(pg_catalog.normalize(kept, 'NFKC') collate "und-x-icu");
	-- the sharp s, the last sigma of a word and the iota below a letter are small letters already
	kept := pg_catalog.replace(pg_catalog.translate(pg_catalog.normalize(kept, 'NFKC'), U&'\03C2\0345', U&'\03C3\03B9'), U&'\00DF', 'ss');
	kept := pg_catalog.regexp_replace(kept, '[\u0640\u064b-\u0652\u0656-\u065f\u0670]+', '', 'g');
	kept := pg_catalog.regexp_replace(kept, '[\u058a\u05be\u1400\u1806\u2010-\u2015\u2053\u207b\u208b\u2212\u2e17\u2e1a\u2e3a-\u2e3b\u2e40\u2e5d'
		|| '\u301c\u3030\u30a0\ufe31-\ufe32\ufe58\ufe63\uff0d\U00010ead]', '-', 'g');
	kept := pg_catalog.translate(kept, U&'\2018\2019'
			|| U&'\0643\06AA\064A\0649\06D0\0647\0629\06C3\06C0\06C2\06D5\0623\0625\0671' || etl.fold_digits(),
		'''''' || U&'\06A9\06A9\06CC\06CC\06CC\06C1\06C1\06C1\06C1\06C1\06C1\0627\0627\0627' || pg_catalog.repeat('0123456789', 58));
	-- compatibility forms can hold blanks, and letters that are exchanged compose anew
	return etl.fold_blanks(pg_catalog.normalize(kept, 'NFC'));
end
$$;

-- ── the spans ──
create table etl.coverage (
	source text not null,
	jurisdiction text not null,
	feed text not null,
	district text not null,
	station text,                      -- the unit of a drop calendar; null: the district as a whole
	from_on date not null,
	to_on date,                        -- null: until further notice
	state text not null check (state in ('covered', 'missing')),
	known text not null check (known in ('records', 'calendar', 'stale')),
	run_from bigint not null,          -- 0: since before coverage was kept
	run_to bigint
);
create index on etl.coverage (district, feed) where run_to is null;
create index on etl.coverage (run_to);
comment on table etl.coverage is 'days for which a source covers a district and feed; missing days take covered ones of other sources away';

-- Which file of a drop gives which feed: the run reads it from the mapping.
create table etl.feed_file (
	source text not null,
	feed text not null,
	file text not null,
	primary key (source, feed, file)
);

-- The silence that is no chance: ten times the average wait from one day with records to the next around it, at least four weeks.
-- Waits of ten averages come by chance once in 22,000. Null: twelve waits were not seen, so nothing is said.
create function etl.silence(waits numeric, seen bigint) returns numeric language sql immutable parallel safe as $$
	select case when seen >= 12 then greatest(28, 10 * waits / seen) end
$$;

-- The district that a unit of a drop reports for; null where only the whole source can be meant.
create function etl.unit_district(of_jurisdiction text, unit_name text) returns text language sql stable as $$
	select coalesce(
		(select u.district from ref.unit u
			where u.jurisdiction = of_jurisdiction and etl.fold(u.unit) = etl.fold(unit_name)),
		(select d.code from ref.district d where d.jurisdiction = of_jurisdiction
			and etl.fold(unit_name) in (etl.fold(d.code), etl.fold(d.name_en), etl.fold(d.name_ur))
			order by d.code collate "C" limit 1),
		(select a.code from ref.district_alias a join ref.district d on d.code = a.code and d.jurisdiction = of_jurisdiction
			where etl.fold(a.alias) = etl.fold(unit_name) order by a.alias collate "C" limit 1))
$$;

-- What the records, calendars and states of the sources say now.
create function etl.coverage_found() returns table (source text, jurisdiction text, feed text, district text, station text,
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
		select w.source, w.feed, w.on_day, w.days as gap, etl.silence(sum(w.days) over b, pg_catalog.count(w.days) over b) as before,
			etl.silence(sum(w.days) over a, pg_catalog.count(w.days) over a) as after,
			etl.silence(sum(w.days) over l, pg_catalog.count(w.days) over l) as lately
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
		from (select distinct x.source, x.district, x.on_day from day x where x.feed not in ('accused', 'outcome')) d
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
		cross join pg_catalog.unnest(etl.feeds()) f (feed)
		where case when exists (select from etl.feed_file m where m.source = r.source)
			then exists (select from etl.feed_file m where m.source = r.source and m.feed = f.feed and m.file = r.feed)
			else exists (select from feed_span s where s.source = r.source and s.feed = f.feed) end
	),
	calendar as materialized (
		select c.source, c.feed as file, c.unit, c.period, c.state from etl.drop_calendar c
		where exists (select from ruled r where r.source = c.source and r.file = c.feed)
	),
	station as materialized (
		select distinct etl.fold(s.station) as station, s.district
		from (select distinct x.station, x.district from cube.case_day x where exists (select from ruled)) s
	),
	-- a unit by the code or name of a district, by the name of a station, else the source as a whole
	unit_district as (
		select u.source, u.unit, d.district, d.place
		from (select distinct c.source, c.unit from calendar c) u
		join source_known k on k.source = u.source
		cross join lateral (
			select etl.unit_district(k.jurisdiction, u.unit) as district, 1 as place
			union all
			select t.district, 2 from station t where t.station = etl.fold(u.unit)
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
create function etl.coverage_enter(at_run bigint) returns bigint language plpgsql as $$
declare
	changed bigint;
	ended bigint;
	since bigint := case when exists (select from etl.coverage) then at_run else 0 end;
begin
	create temporary table found_coverage on commit drop as select f.* from etl.coverage_found() f;
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

-- ── what reports may ask of it ──
-- The spans as of the run asked for, which knew nothing of what came after it.
create view report.coverage as
	select c.source, c.jurisdiction, c.feed, c.district, c.station, c.from_on, c.to_on, c.state, c.known
	from etl.coverage c
	where etl.as_of() is null and c.run_to is null
	union all
	select c.source, c.jurisdiction, c.feed, c.district, c.station, c.from_on,
		case when c.state = 'missing' then c.to_on else least(c.to_on, k.as_at_on) end, c.state, c.known
	from etl.coverage c
	cross join lateral (select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s
		where s.source = c.source and s.run_no <= etl.as_of() order by s.run_no desc limit 1) k
	where etl.as_of() is not null and c.run_from <= etl.as_of() and (c.run_to is null or c.run_to > etl.as_of())
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
	cross join pg_catalog.unnest(etl.feeds()) f (feed)
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
-- How long entries took: days from the event to the run that brought them, of what was new in a night. First loads are no entries.
create table etl.entry_lag (
	run_no bigint not null references etl.run,
	source text not null,
	event text not null,               -- a feed; of accused arrest and challan, which come to a record that is there
	lag_days integer not null,
	entries bigint not null,
	primary key (run_no, source, event, lag_days)
);

-- Holds until the run history can say it; the one place where it is declared.
create table etl.maturity_declared (
	event text primary key,
	days integer not null check (days between 0 and 400),
	note text
);
insert into etl.maturity_declared (event, days, note)
select e, 28, 'until 200 entries in 28 nights were seen'
from pg_catalog.unnest(array['case', 'arrest', 'challan', 'outcome', 'complaint', 'outreach', 'referral', 'training']) e;

-- Notes the lags of what run AT_RUN brought; the stage holds its change still.
create function etl.lag_enter(at_run bigint) returns void language plpgsql as $$
declare
	measured record;
begin
	if not exists (select from etl.run r where r.run_no = at_run and r.kind = 'nightly') then
		return;
	end if;
	for measured in
		select m.* from (values ('case', 'case', 'registered_on'), ('complaint', 'complaint', 'received_on'),
			('outreach', 'outreach', 'held_on'), ('referral', 'referral', 'referred_on'), ('training', 'training', 'completed_on'),
			('outcome', 'outcome', 'decided_on'), ('arrest', 'accused', 'arrested_on'), ('challan', 'accused', 'challaned_on'))
			as m (event, fact, day)
	loop
		execute pg_catalog.format('insert into etl.entry_lag (run_no, source, event, lag_days, entries)
			select $1, d.source, $2, greatest((r.started_at at time zone g.timezone)::date - d.%1$I, 0), pg_catalog.count(*)
			from stage.%2$I d
			join etl.run r on r.run_no = $1
			join stage.source g on g.source = d.source and g.state = ''read'' and g.extent <> ''period''
			join etl.run_feed f on f.run_no = $1 and f.source = d.source and f.feed = $3 and f.opening > 0
			where d.sign = 1 and d.%1$I is not null
				and not exists (select from stage.%2$I o where o.sign = -1 and %3$s and o.%1$I is not null)
				and not exists (select from fact.%4$I h where h.run_to < $1 and %5$s and h.%1$I is not null)
			group by d.source, 4', measured.day, 'delta_' || measured.fact, etl.key_join(measured.fact, 'o', 'd'),
			measured.fact || '_history', etl.key_join(measured.fact, 'h', 'd'))
		using at_run, measured.event, measured.fact;
	end loop;
end
$$;

-- The days after which 95 of 100 entries have come, by jurisdiction: the slowest of its sources.
create view report.maturity as
	with lag as (
		select s.jurisdiction, l.source, l.event, l.lag_days, sum(l.entries) as entries,
			sum(sum(l.entries)) over (partition by l.source, l.event order by l.lag_days) as upto,
			sum(sum(l.entries)) over (partition by l.source, l.event) as of_all
		from etl.entry_lag l
		join etl.source s on s.source = l.source
		where l.run_no <= coalesce(etl.as_of(), l.run_no)
		group by s.jurisdiction, l.source, l.event, l.lag_days
	),
	measured as (
		select l.jurisdiction, l.source, l.event, min(l.lag_days) filter (where l.upto >= 0.95 * l.of_all) as days
		from lag l
		where l.of_all >= 200 and (select pg_catalog.count(distinct n.run_no) from etl.entry_lag n
			where n.source = l.source and n.event = l.event and n.run_no <= coalesce(etl.as_of(), n.run_no)) >= 28
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
		execute pg_catalog.format('grant usage on schema report, ref to %I', reader);
		execute pg_catalog.format('grant select on report.coverage, report.covered, report.covered_all, report.maturity, ref.district to %I',
			reader);
	end loop;
end
$$;
