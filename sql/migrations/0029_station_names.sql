-- kind: script
-- purpose: police stations by their Urdu names
-- locks: new objects only

-- What counts of a station's name: neither "PS" or "Police Station" before or behind it, nor points and hyphens.
create function etl.station_key(given text) returns text language sql immutable strict parallel safe as $$
	select pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(etl.fold(given), '[-.,/ ]+', ' ', 'g'),
		'^ ?(p ?s|police station|thana) (?=.)', ''), '(?<=.) (p ?s|police station)$', ''))
$$;

-- How a name is written in Urdu; it is no list of the stations that there are (ref.station).
create table ref.station_name (
	jurisdiction text not null,
	district text not null,            -- '': in every district of the jurisdiction
	name_en text not null,
	name_ur text not null,
	verified boolean not null,         -- against a list of the police
	key text not null generated always as (etl.station_key(name_en)) stored,
	primary key (jurisdiction, district, name_en)
);
create index on ref.station_name (key);

-- The stations of the jurisdiction's districts as facts write them are looked up here: the name of the district itself first.
create function report.station_named(of_district text, station text) returns ref.station_name
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
	select n
	from ref.station_name n
		join ref.district d on d.code = of_district and d.jurisdiction = n.jurisdiction
	where n.key = etl.station_key(station) and n.district in (of_district, '')
	order by n.district desc, n.name_en collate "C"
	limit 1
$$;

-- The Urdu name of a station; the name as recorded where none is known.
create function report.station_ur(of_district text, station text) returns text language sql stable as $$
	select coalesce((report.station_named(of_district, station)).name_ur, station)
$$;

-- Who may read cubes may read names.
do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute pg_catalog.format('grant select on ref.station_name to %I', reader);
	end loop;
end
$$;
