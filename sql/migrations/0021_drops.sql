-- kind: script
-- purpose: names and districts are compared folded: in the stage, in the calendar of drops and in look-ups
-- locks: etl.drop_file for a moment
--
-- What is kept of keys and names is folded at the door, in C (core/text.h); what is compared, by etl.fold (0018).

-- ── words of records ──
-- What a value looks like, without giving it away: "2 words, 12 letters, 3 digits".
create function etl.look_of(given text) returns text language sql immutable strict parallel safe as $$
	select coalesce(pg_catalog.string_agg(n.number || ' ' || n.name || case when n.number = 1 then '' else 's' end, ', ' order by n.place),
		'nothing visible')
	from (select etl.fold_blanks(given) collate "und-x-icu" as text) t
	cross join lateral (values
		(1, pg_catalog.regexp_count(t.text, '[^ ]+'), 'word'),
		(2, pg_catalog.regexp_count(t.text, '[[:alpha:]]'), 'letter'),
		(3, pg_catalog.regexp_count(t.text, '[[:digit:]]'), 'digit'),
		(4, pg_catalog.regexp_count(t.text, '[^ [:alpha:][:digit:]]'), 'other character')) as n (place, number, name)
	where n.number > 0
$$;

-- True for one short word, as names of places are. What is longer, or holds digits, was perhaps meant for another column and
-- may say something of a person.
create function etl.is_word(given text) returns boolean language sql immutable strict parallel safe as $$
	select given collate "und-x-icu" ~ '^[[:alpha:]][^[:space:][:digit:]@/\\<>=+,;:]{0,23}$'
$$;

-- The letters of a word that are not ASCII, for one that looks right and is not known: " (U+067E U+0627)"; empty when all are.
create function etl.letters(given text) returns text language sql immutable strict parallel safe as $$
	select coalesce(' (' || pg_catalog.string_agg('U+' || pg_catalog.lpad(pg_catalog.upper(pg_catalog.to_hex(pg_catalog.ascii(l.letter))), 4, '0'), ' '
		order by l.place) || ')', '')
	from pg_catalog.regexp_split_to_table(given, '') with ordinality as l (letter, place)
	where pg_catalog.ascii(l.letter) > 127
$$;

-- ── districts ──
-- Whatever a district is called, folded: its code before a known spelling, that before its names.
create view etl.district_word as
	select distinct on (w.jurisdiction, w.word) w.jurisdiction, w.word, w.code
	from (
		select d.jurisdiction, etl.fold(d.code) as word, d.code, 1 as place from ref.district as d
		union all
		select d.jurisdiction, etl.fold(a.alias), d.code, 2 from ref.district_alias as a join ref.district as d on d.code = a.code
		union all
		select d.jurisdiction, etl.fold(n.name), d.code, 3 from ref.district as d
			cross join lateral (values (d.name_en), (d.name_ur)) as n (name)
	) as w
	order by w.jurisdiction, w.word, w.place, w.code collate "C";
comment on view etl.district_word is 'codes, names and spellings of districts, folded';

-- Spellings of districts become codes. Those that stay unknown are refused here, where the value is at hand: one short word is
-- shown with its letters; of anything else only what it looks like is kept, for it may be personal data in the wrong column.
create function etl.stage_settle_districts(feed_name text) returns void language plpgsql as $$
begin
	-- a feed spells few districts: they are looked up once each, and mostly there is none to be replaced
	execute pg_catalog.format('create temporary table unknown_district on commit drop as
		select n.jurisdiction, n.district as spelling, null::text as code, null::text as reason
		from (select distinct g.jurisdiction, s.district from stage.%I s join stage.source g on g.source = s.source
			-- what stood there was withheld at the door, and is refused for that
			where coalesce(pg_catalog.btrim(s.district), '''') <> '''' and s.district !~ ''^‹[a-z]+: '') n
		where not exists (select from ref.district d where d.code = n.district and d.jurisdiction = n.jurisdiction)', feed_name);
	if etl.any_row('pg_temp.unknown_district') then
		update pg_temp.unknown_district u set code = w.code
		from etl.district_word w
		where w.jurisdiction = u.jurisdiction and w.word = etl.fold(u.spelling) and w.word <> '';
		update pg_temp.unknown_district u set
			code = case when etl.is_word(u.spelling) or u.spelling ~ '^‹.*›$' then u.spelling else '‹' || etl.look_of(u.spelling) || '›' end,
			reason = case when etl.is_word(u.spelling) then pg_catalog.format('There is no district ''%s''%s.', u.spelling, etl.letters(u.spelling))
				else pg_catalog.format('What is given as the district is none, and is not shown: %s.',
					case when u.spelling ~ '^‹.*›$' then pg_catalog.btrim(u.spelling, '‹›') else etl.look_of(u.spelling) end) end
		where u.code is null;
		perform etl.refuse(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.format('select s.source, s.row_no, u.reason from stage.%I s join stage.source g on g.source = s.source
				join pg_temp.unknown_district u on u.jurisdiction = g.jurisdiction and u.spelling = s.district
				where u.reason is not null', feed_name));
		execute pg_catalog.format('update stage.%I s set district = u.code
			from pg_temp.unknown_district u, stage.source g
			where g.source = s.source and u.jurisdiction = g.jurisdiction and u.spelling = s.district and u.code <> u.spelling', feed_name);
	end if;
	drop table pg_temp.unknown_district;
end
$$;

-- ── stations ──
-- The names of the reference list of stations, where there is one.
create function etl.station_listed() returns table (district text, station text) language plpgsql stable as $$
begin
	if pg_catalog.to_regclass('ref.station') is not null then
		return query execute 'select s.district, s.name from ref.station s';
	end if;
end
$$;

-- Stations of a district that differ only in what does not count are one, under one spelling: that of the reference list; else
-- the one that the facts have; else the one that most rows of this run have: of equals one that is written in capital and small
-- letters, the first in byte order.
create function etl.stage_settle_stations() returns void language plpgsql as $$
begin
	if not etl.any_row('stage."case"') then
		return;
	end if;
	create temporary table given_station on commit drop as
	select s.district, s.station, etl.fold(s.station) as word, s.rows
	from (select t.district, t.station, pg_catalog.count(*) as rows from stage."case" t
		where t.district is not null and t.station is not null group by t.district, t.station) s;
	create temporary table one_station on commit drop as
	select distinct on (k.district, k.word) k.district, k.word, k.station
	from (
		select l.district, etl.fold(l.station) as word, l.station, 1 as place, 0::bigint as rows from etl.station_listed() l
		union all
		-- several spellings are facts only in a warehouse of before: there the rows decide
		select f.district, f.word, pg_catalog.min(f.station), 2, 0
		from (select n.district, etl.fold(n.station) as word, n.station from etl.station_names() n) f
		group by f.district, f.word having pg_catalog.count(*) = 1 and pg_catalog.min(f.station) = etl.fold_key(pg_catalog.min(f.station))
		union all
		select g.district, g.word, etl.fold_key(g.station), 3, pg_catalog.sum(g.rows)::bigint from pg_temp.given_station g
		group by g.district, g.word, etl.fold_key(g.station)
	) k
	order by k.district, k.word, k.place, k.rows desc,
		k.station in (pg_catalog.upper(k.station collate "und-x-icu"), pg_catalog.lower(k.station collate "und-x-icu")), k.station collate "C";
	update stage."case" s set station = o.station
	from pg_temp.given_station g
	join pg_temp.one_station o on o.district = g.district and o.word = g.word and o.station <> g.station
	where s.district = g.district and s.station = g.station;
	drop table pg_temp.given_station, pg_temp.one_station;
end
$$;

create or replace function etl.stage_resolve_districts(feed_name text) returns void language plpgsql as $$
begin
	if etl.has_district(feed_name) then
		perform etl.stage_settle_districts(feed_name);
	end if;
	if feed_name = 'case' then
		perform etl.stage_settle_stations();
	end if;
end
$$;

-- A warehouse of before has the stations as they were spelled: its next run classifies all facts anew.
insert into etl.definition (path, sha256)
select 'migrations/0021_drops.sql', 'names were not compared folded' where exists (select from etl.definition);

-- ── the folder and the calendar of drops ──
alter table etl.drop_file drop constraint drop_file_state_check;
alter table etl.drop_file add constraint drop_file_state_check check (state in
	('stands', 'zero', 'empty', 'superseded', 'repeated', 'unreadable', 'kept', 'part', 'unmatched'));
comment on column etl.drop_file.reason is 'why it is refused as a whole or passed over; of one that is read, what is odd about its name';

-- Every unit and period that is over, and whether its file has come; silence is never zero.
create or replace function etl.drop_calendar_on(on_day date)
returns table (source text, feed text, unit text, period date, state text, due_on date, overdue_since date, file text,
	records bigint, rejected bigint, resends bigint, missing_seq bigint[], note text)
language sql stable as $$
	with expected as (
		select r.source, r.feed, r.every, u.unit, p.first_day::date as period,
			(p.first_day + ('1 ' || r.every)::interval)::date - 1 + r.due_days as due_on,
			coalesce(on_day, (now() at time zone r.timezone)::date) as today
		from etl.drop_rule r
		cross join lateral (
			select n.unit, null::date as valid_from, null::date as valid_to from pg_catalog.unnest(r.units) n (unit)
			union all
			select f.unit, f.valid_from, f.valid_to from ref.unit f where r.by_reference and f.jurisdiction = r.jurisdiction
			union all
			select null, null, null where r.units is null and not r.by_reference) u
		cross join lateral pg_catalog.generate_series(pg_catalog.date_trunc(r.every, r.first_day::timestamp),
			least(r.last_day, (coalesce(on_day, (now() at time zone r.timezone)::date) - ('1 ' || r.every)::interval)::date)::timestamp,
			('1 ' || r.every)::interval) p (first_day)
		where (u.valid_from is null or u.valid_from < (p.first_day + ('1 ' || r.every)::interval)::date)
			and (u.valid_to is null or u.valid_to > p.first_day::date)
	),
	given as (
		select d.source, d.feed, etl.fold(coalesce(d.unit, '')) as unit,
			pg_catalog.date_trunc(r.every, d.period::timestamp)::date as period,
			bool_or(d.state in ('stands', 'kept')) as reported, bool_or(d.state = 'zero') as zero,
			pg_catalog.string_agg(d.file, ', ' order by d.file collate "C")
				filter (where d.state in ('stands', 'kept', 'zero')) as file,
			coalesce(sum(d.records) filter (where d.state in ('stands', 'kept')), 0)::bigint as records,
			coalesce(sum(d.rejected) filter (where d.state in ('stands', 'kept')), 0)::bigint as rejected,
			count(*) filter (where d.state = 'superseded') as resends,
			max(d.seq) as last_seq, pg_catalog.array_agg(coalesce(d.seq, 1)) as seqs,
			pg_catalog.string_agg(d.file || case d.state when 'empty' then ': no records, and nothing that says zero'
				when 'repeated' then ': the same as ' || d.stands else ': cannot be read' end, '; ' order by d.file collate "C")
				filter (where d.state in ('empty', 'repeated', 'unreadable', 'kept')) as note
		from etl.drop_file d
		join etl.drop_rule r on r.source = d.source and r.feed = d.feed
		where d.period is not null
		group by d.source, d.feed, etl.fold(coalesce(d.unit, '')), pg_catalog.date_trunc(r.every, d.period::timestamp)
	),
	judged as (
		select e.source, e.feed, e.unit, e.period, e.due_on, e.today,
			case when g.reported then 'reported' when g.zero then 'zero'
				when e.today > e.due_on then 'not reported' else 'awaited' end as state,
			g.file, g.records, g.rejected, g.resends, g.last_seq, g.seqs, g.note
		from expected e
		left join given g on g.source = e.source and g.feed = e.feed and g.unit = etl.fold(coalesce(e.unit, ''))
			and g.period = e.period
	)
	select j.source, j.feed, j.unit, j.period, j.state, j.due_on,
		case when j.state = 'not reported' then j.due_on + 1 end as overdue_since,
		j.file, j.records, j.rejected, j.resends,
		(select pg_catalog.array_agg(n order by n) from pg_catalog.generate_series(1, j.last_seq) n where n <> all (j.seqs)) as missing_seq,
		j.note
	from judged j
$$;
