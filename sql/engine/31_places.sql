-- kind: marked
-- purpose: places of the stage: districts become codes, stations one spelling
-- locks: new objects only

-- ── districts ──
-- Spellings of districts become codes. Those that stay unknown are rejected here, where the value is at hand: one short word is
-- shown with its letters; of anything else only what it looks like is kept, for it may be personal data in the wrong column.
-- @each district@
create function engine.stage_settle_districts_@fact@() returns void language plpgsql as $$
begin
	-- a feed spells few districts: they are looked up once each, and mostly there is none to be replaced
	create temporary table unknown_district on commit drop as
		select n.jurisdiction, n.district as spelling, null::text as code, null::text as reason
		from (select distinct g.jurisdiction, s.district from stage."@fact@" s join stage.source g on g.source = s.source
			-- what stood there was withheld at the door, and is rejected for that
			where coalesce(pg_catalog.btrim(s.district), '') <> '' and s.district !~ '^‹[a-z]+: ') n
		where not exists (select from ref.district d where d.code = n.district and d.jurisdiction = n.jurisdiction);
	if exists (select from pg_temp.unknown_district) then
		perform engine.stage_name_districts();
		perform engine.reject('@fact@', 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			'select s.source, s.row_no, u.reason from stage."@fact@" s join stage.source g on g.source = s.source
				join pg_temp.unknown_district u on u.jurisdiction = g.jurisdiction and u.spelling = s.district
				where u.reason is not null');
		update stage."@fact@" s set district = u.code
		from pg_temp.unknown_district u, stage.source g
		where g.source = s.source and u.jurisdiction = g.jurisdiction and u.spelling = s.district and u.code <> u.spelling;
	end if;
	drop table pg_temp.unknown_district;
end
$$;
-- @end@

-- The codes of those that are spellings of one, and what is said of those that are not.
create function engine.stage_name_districts() returns void language plpgsql as $$
begin
	update pg_temp.unknown_district u set code = w.code
	from engine.district_word w
	where w.jurisdiction = u.jurisdiction and w.word = engine.fold(u.spelling) and w.word <> '';
	update pg_temp.unknown_district u set
		code = case when engine.is_word(u.spelling) or u.spelling ~ '^‹.*›$' then u.spelling else '‹' || engine.look_of(u.spelling) || '›' end,
		reason = case when engine.is_word(u.spelling) then pg_catalog.format('There is no district ''%s''%s.', u.spelling, engine.letters(u.spelling))
			else pg_catalog.format('What is given as the district is none, and is not shown: %s.',
				case when u.spelling ~ '^‹.*›$' then pg_catalog.btrim(u.spelling, '‹›') else engine.look_of(u.spelling) end) end
	where u.code is null;
end
$$;

-- ── stations ──
-- The stations that the facts name. The index on them is read from name to name: a night meets few of the facts.
create function engine.station_names() returns table (district text, station text) language plpgsql stable as $$
begin
	select c.district, c.station into station_names.district, station_names.station
	from fact."case" c order by c.district, c.station limit 1;
	while found loop
		return next;
		select c.district, c.station into station_names.district, station_names.station
		from fact."case" c where (c.district, c.station) > (station_names.district, station_names.station)
		order by c.district, c.station limit 1;
	end loop;
end
$$;

-- The same, each spelling with what it is compared as.
create function engine.stations_known() returns table (district text, station text, fold text) language sql stable as $$
	select n.district, n.station, engine.fold(n.station) from engine.station_names() n
$$;

-- The names of the reference list of stations, where there is one.
create function engine.station_listed() returns table (district text, station text) language plpgsql stable as $$
begin
	if pg_catalog.to_regclass('ref.station') is not null then
		return query execute 'select s.district, s.name from ref.station s';
	end if;
end
$$;

-- Stations of a district that differ only in what does not count are one, under one spelling: that of the reference list; else
-- the one that the facts have; else the one that most rows of this run have: of equals one that is written in capital and small
-- letters, the first in byte order.
create function engine.stage_settle_stations() returns void language plpgsql as $$
begin
	if not exists (select from stage."case") then
		return;
	end if;
	create temporary table given_station on commit drop as
	select s.district, s.station, engine.fold(s.station) as word, s.rows
	from (select t.district, t.station, pg_catalog.count(*) as rows from stage."case" t
		where t.district is not null and t.station is not null group by t.district, t.station) s;
	create temporary table one_station on commit drop as
	select distinct on (k.district, k.word) k.district, k.word, k.station
	from (
		select l.district, engine.fold(l.station) as word, l.station, 1 as place, 0::bigint as rows from engine.station_listed() l
		union all
		-- several spellings are facts only in a warehouse of before: there the rows decide
		select f.district, f.word, pg_catalog.min(f.station), 2, 0
		from (select n.district, engine.fold(n.station) as word, n.station from engine.station_names() n) f
		group by f.district, f.word having pg_catalog.count(*) = 1 and pg_catalog.min(f.station) = engine.fold_key(pg_catalog.min(f.station))
		union all
		select g.district, g.word, engine.fold_key(g.station), 3, pg_catalog.sum(g.rows)::bigint from pg_temp.given_station g
		group by g.district, g.word, engine.fold_key(g.station)
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

-- ── both ──
create function engine.stage_resolve_districts(feed_name text) returns void language plpgsql as $$
begin
	case feed_name
	-- @each district@
	when '@fact@' then
		perform engine.stage_settle_districts_@fact@();
	-- @end@
	else
		null;
	end case;
	if feed_name = 'case' then
		perform engine.stage_settle_stations();
	end if;
end
$$;
