-- kind: script
-- purpose: schemas, the run ledger and the reference tables of the warehouse
-- locks: new objects only

create schema if not exists etl;
create schema stage;
create schema fact;
create schema cube;
create schema ref;
create schema report;
create schema release;

-- ── etl: runs and their ledgers ──
create table etl.setting (
	name text primary key,
	value text not null
);

create table etl.run (
	run_no bigint generated always as identity primary key,
	kind text not null check (kind in ('nightly', 'backfill', 'rebuild', 'reclassify')),
	state text not null check (state in ('claimed', 'staged', 'checked', 'applied', 'published', 'unchanged', 'failed')),
	program text not null,             -- version of shumar
	host text not null,
	pid integer not null,
	started_at timestamptz not null default now(),
	finished_at timestamptz,
	message text                       -- why it failed or what it did, without row contents
);
comment on table etl.run is 'one execution of the ETL; run_no is the engine''s transaction time';

-- The one row that reports read: the last run whose cubes were proven.
create table etl.pointer (
	one boolean primary key default true check (one),
	published_run bigint not null references etl.run
);

create table etl.source (
	source text primary key,
	mapping text not null,
	jurisdiction text not null,
	as_at timestamptz,                 -- records are known up to here
	mapping_sha256 text,
	content_sha256 text,               -- of all CSV files last applied; null for PostgreSQL sources
	last_run bigint references etl.run
);

create table etl.run_feed (
	run_no bigint not null references etl.run,
	source text not null,
	feed text not null,
	extracted bigint not null,         -- rows the mapping gave
	staged bigint not null,            -- rows that passed the checks
	rejected bigint not null,          -- rows refused; extracted = staged + rejected
	opening bigint not null default 0, -- facts of this source and feed before the run
	added bigint not null default 0,
	changed bigint not null default 0,
	deleted bigint not null default 0,
	closing bigint not null default 0, -- opening + added - deleted
	primary key (run_no, source, feed)
);

create table etl.reject (
	reject_no bigint generated always as identity primary key,
	run_no bigint not null references etl.run,
	source text not null,
	feed text not null,                -- feed, or the file's name in the source declaration
	severity text not null check (severity in ('row', 'field')), -- row refused, or row kept and the field blanked
	code text not null,                -- stable: 'csv-width', 'date-range', 'unknown-district' …
	file text,                         -- CSV: file name below the source's folder
	line bigint,                       -- CSV: line of the file where the record begins
	field text,
	district text,                     -- owner, where known
	station text,
	reason text not null,              -- a sentence for the station
	remedy text not null,
	content jsonb,                     -- the staged row (no personal data can be in it); null when it could not be read
	first_run bigint not null,         -- run in which the same refusal was first seen
	rejected_at timestamptz not null default now()
);
create index on etl.reject (run_no, source, feed);

create table etl.file (
	source text not null,
	file text not null,
	sha256 text not null,
	bytes bigint not null,
	lines bigint not null,             -- records in the file, header not counted
	rejected bigint not null,
	run_no bigint not null references etl.run,
	primary key (source, file, sha256)
);

create table etl.cube (
	cube text primary key,
	keys text[] not null,
	counts text[] not null,
	definition text not null,          -- the SELECT of sql/cubes/<cube>.sql
	definition_sha256 text not null,
	built_run bigint
);

create table etl.proof (
	run_no bigint not null references etl.run,
	cube text not null,
	proven boolean not null,
	facts_sum numeric not null,        -- keyed checksum over the facts
	cells_sum numeric not null,        -- keyed checksum over the cells
	cells bigint not null,
	primary key (run_no, cube)
);

-- ── ref: reference data, filled from sql/reference/*.csv ──
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

-- ── what reports may ask about the run they print ──
create view report.published as
	select s.jurisdiction, p.published_run as run_no, min(s.as_at) as as_at,
		(min(s.as_at) at time zone 'Asia/Karachi')::date as as_at_on,
		(select max(r.run_no) from etl.run r where r.state in ('applied', 'published')) as applied_run
	from etl.pointer p cross join etl.source s
	where s.last_run is not null
	group by s.jurisdiction, p.published_run;

-- Roles are the cluster's; a server where we may not create them has them made by its administrator.
do $$
declare
	role_name text;
begin
	foreach role_name in array array['shumar_etl', 'shumar_report', 'shumar_press', 'shumar_audit'] loop
		begin
			if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
				execute format('create role %I nologin', role_name);
			end if;
		exception when insufficient_privilege or duplicate_object or unique_violation then
			raise notice 'role % was not created here', role_name;
		end;
	end loop;
end
$$;
