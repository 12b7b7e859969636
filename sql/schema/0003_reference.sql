-- kind: script
-- purpose: reference tables, brought to sql/reference/*.csv (each file named for its table)
-- locks: new objects only

-- ── places ──
create table ref.district (
	code text primary key,
	name_en text not null,
	name_ur text not null,
	division text not null,
	region text not null,
	jurisdiction text not null,        -- 'punjab'; other jurisdictions come with their sources
	female_population bigint,
	population bigint,
	population_year integer,
	parent_code text,                  -- district it was cut from, when younger than the census
	valid_from date,                   -- null: since before the records begin
	valid_to date,
	note text
);
create table ref.district_alias (
	alias text primary key,            -- lower case: other codes and spellings in use
	code text not null
);

-- Those of a district's time; a district that was cut gave some to its child. What records write is matched by name, Urdu
-- name, code and spellings, folded (report.tehsil_of); facts and cubes keep it as it was written, so a better list needs no new run.
create table ref.tehsil (
	jurisdiction text not null,
	district text not null,
	code text not null,                -- within its district
	name_en text not null,
	name_ur text not null,
	spellings text,                    -- parted by semicolons
	valid_from date,                   -- null: since before the records begin
	valid_to date,
	verified boolean not null,         -- false: from general knowledge, not held against a notification
	primary key (district, code)
);

-- Stations that a jurisdiction has; a source can give its own beside them (stations.sql of its mapping).
create table ref.station (
	jurisdiction text not null,
	district text not null,
	name text not null,
	primary key (jurisdiction, district, name)
);

-- How a name is written in Urdu; it is no list of the stations that there are (ref.station).
create table ref.station_name (
	jurisdiction text not null,
	district text not null,            -- '': in every district of the jurisdiction
	name_en text not null,
	name_ur text not null,
	verified boolean not null,         -- against a list of the police
	primary key (jurisdiction, district, name_en)
);

-- Who must send what: filled by operators, for calendars that say "units: ref.unit".
create table ref.unit (
	jurisdiction text not null,
	unit text not null,                -- as in the names of files; letter case does not count
	district text,
	valid_from date,
	valid_to date,
	primary key (jurisdiction, unit)
);

-- A rate uses the population of the same boundary. A district that was cut has one version for the time before and one
-- for the time after, and of the latter no census says anything yet: such a rate is not available, never a wrong one.
create table ref.population (
	district text not null,
	boundary text not null,            -- '36 districts': as until the end of 2024; 'same': not cut then
	census_year integer not null,
	valid_from date,                   -- days for which the boundary holds; null: since or until any day
	valid_to date,
	women bigint not null check (women > 0),
	persons bigint not null,
	verified boolean not null,
	source text not null,
	primary key (district, boundary, census_year)
);

-- ── offences and what becomes of cases ──
create table ref.category (
	code text primary key,
	name_en text not null,
	name_ur text not null,
	parent text not null,
	seriousness integer not null,      -- 1 is the most serious: decides the principal offence
	note text
);
create table ref.offence_section (
	law text not null,                 -- 'PPC', 'PECA 2016' …
	section text not null,             -- as in the law: '376', '365-B'
	valid_from date not null,
	valid_to date,
	category text not null,
	decides boolean not null,          -- false: never decides a category (34, 109, 511)
	needs text,                        -- 'domestic' or 'honour': this row decides only with that flag
	verified boolean not null,
	note text,
	primary key (law, section, valid_from, category)
);
-- Which offences need a statement before a magistrate or a medical examination.
create table ref.offence_step (
	category text not null,            -- principal offence
	step text not null check (step in ('statement_164', 'medical')),
	source text not null,
	verified boolean not null,         -- false: from general knowledge of the law, not confirmed by the prosecution
	primary key (category, step)
);
create table ref.case_status (
	code text primary key,
	name_en text not null,
	name_ur text,
	stage text not null,
	terminal boolean not null,
	verified boolean not null
);
create table ref.accused_status (
	code text primary key,
	name_en text not null,
	name_ur text,
	verified boolean not null
);
create table ref.court_outcome (
	code text primary key,
	name_en text not null,
	name_ur text,
	class text not null check (class in ('guilty', 'not_guilty', 'other')),
	rank integer not null,             -- 1 decides first: an accused is guilty if any charge is
	final boolean not null,
	verified boolean not null,
	note text
);
-- The causes of a disposal; the rules stand with the view engine.image_lifecycle.
create table ref.disposal (
	kind text not null check (kind in ('court', 'police', 'status')),
	code text not null,                -- court: ref.court_outcome; else ref.case_status
	disposal text not null check (disposal in ('convicted', 'acquitted', 'compromised', 'cancelled', 'untraced', 'transferred', 'other')),
	note text,
	primary key (kind, code)
);

-- ── what values may be ──
-- Columns of feeds that take words of a list, or words of a form (words, number, section).
create table ref.coded_column (
	feed text not null,
	name text not null,
	list text,                         -- of ref.coded_value; case_status and the like are tables of their own
	form text check (form in ('words', 'number', 'section')),
	severity text not null check (severity in ('row', 'field', 'warning')),
	fault text not null,               -- code of the reject
	primary key (feed, name)
);
create table ref.coded_value (
	list text not null,
	code text not null,
	name_en text not null,
	name_ur text not null,
	primary key (list, code)
);
-- What is an error elsewhere and ordinary in a jurisdiction: such rows are noted and kept.
create table ref.tolerance (
	jurisdiction text not null,
	code text not null,                -- of the rule
	note text not null,
	primary key (jurisdiction, code)
);

-- ── who may read them ──
do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute format('grant usage on schema ref to %I', reader);
		execute format('grant select on ref.district, ref.tehsil, ref.station_name, ref.category, ref.offence_section, ref.court_outcome,
			ref.coded_value to %I', reader);
	end loop;
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		grant select on ref.case_status to shumar_report;
	end if;
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_press') then
		grant usage on schema ref to shumar_press;
		grant select on ref.district, ref.category, ref.accused_status, ref.coded_value to shumar_press;
	end if;
end
$$;
