-- kind: script
-- purpose: tables of the nightly engine: what a run knew of its sources, changes and keys gone in the stage, the life of refusals
-- locks: the facts and ledgers, exclusively, for a moment
--
-- The engine of 0004 compared whole sources in every run. From here on a run stages what changed,
-- and the functions that work on it are those of 0009 and later.

drop view etl.signed_case, etl.signed_accused, etl.signed_outcome, etl.signed_complaint, etl.signed_outreach,
	etl.signed_referral, etl.signed_training;
drop view stage.image_case, stage.image_accused, stage.image_outcome, stage.image_complaint, stage.image_outreach,
	stage.image_referral, stage.image_training, stage.deciding_outcome, stage.case_category, stage.case_section;
drop function etl.fact_apply(text, bigint, text[]);
drop function etl.cube_declare(text, text[], text[], text, text);
drop function etl.cube_apply(text);
drop function etl.cube_rebuild(text, bigint);
drop function etl.cube_prove(text, bigint);
drop function etl.run_discard(bigint);
drop function etl.refuse_missing(bigint, text);
drop function etl.refuse_duplicates(bigint, text);
drop function etl.refuse_unknown_district(bigint, text);
drop function etl.stage_remove_refused(bigint);
drop function etl.stage_resolve_districts();
drop function etl.stage_clear();
drop function etl.stage_analyze();

-- ── facts ──
-- feed_hash is the hash of the feed's row as it landed (BLAKE2b-128): a row of the source whose hash is
-- the fact's has not changed. It is null in facts of before, which the next whole comparison fills.
-- A fact is compared with its new image column by column, so it needs no hash of its own.
do $$
declare
	fact_name text;
	key_list text;
begin
	foreach fact_name in array etl.feeds() loop
		select pg_catalog.string_agg(pg_catalog.quote_ident(k), ', ') into key_list from pg_catalog.unnest(etl.fact_keys(fact_name)) k;
		execute format('drop table stage.%I', 'delta_' || fact_name);
		execute format('alter table fact.%I drop column row_hash, add column feed_hash uuid', fact_name);
		execute format('alter table fact.%I drop column row_hash, add column feed_hash uuid', fact_name || '_history');
		execute format('create index %I on fact.%I (run_from)', fact_name || '_run', fact_name);
		execute format('create index %I on fact.%I (run_to)', fact_name || '_history_run', fact_name || '_history');
		execute format('create index %I on fact.%I (%s)', fact_name || '_history_key', fact_name || '_history', key_list);
		-- old images with sign -1, new ones with +1
		execute format('create unlogged table stage.%I (like fact.%I, sign integer not null)', 'delta_' || fact_name, fact_name);
		-- rows of a source that is read whole, before they are compared
		execute format('create unlogged table stage.%I (like stage.%I)', 'whole_' || fact_name, fact_name);
		-- keys that left the source, or whose row is refused
		execute format('create unlogged table stage.%I as select source, %s from fact.%I with no data',
			'gone_' || fact_name, key_list, fact_name);
	end loop;
end
$$;
-- FIRs of one number in a station and year are rivals: only one of them can be right.
create index case_fir on fact."case" (district, station, fir_year, pg_catalog.upper(pg_catalog.btrim(fir_number)));

create or replace function etl.fact_columns(fact_name text) returns text[] language sql stable as $$
	select array_agg(pg_catalog.quote_ident(a.attname) order by a.attnum)
	from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and a.attnum > 0
		and not a.attisdropped and a.attname not in ('feed_hash', 'run_from')
$$;

-- The column of a fact that says on which day its event was.
create function etl.fact_day(fact_name text) returns text language sql immutable parallel safe as $$
	select case fact_name when 'complaint' then 'received_on' when 'outreach' then 'held_on' when 'referral' then 'referred_on'
		when 'training' then 'completed_on' else 'registered_on' end
$$;

-- ── runs ──
alter table etl.run add column reason text;          -- why it was made, where it is no ordinary night
alter table etl.run add column verified_all boolean not null default false;

-- What a run knew of each of its sources.
create table etl.run_source (
	run_no bigint not null references etl.run,
	source text not null,
	mapping text not null,
	jurisdiction text not null,
	timezone text not null,
	as_at timestamptz not null,        -- records are known up to here
	mapping_sha256 text not null,
	content_sha256 text,               -- of all files of a drop; null for PostgreSQL sources
	capture text not null check (capture in ('ledger', 'compare', 'timestamp', 'files')),
	extent text not null check (extent in ('whole', 'changes', 'period', 'none')),
	state text not null check (state in ('read', 'unchanged', 'stale')),
	position text,                     -- watermark after this run: a snapshot (ledger) or a time (timestamp)
	identity text,                     -- of the source's server and database, so that a restored one is noticed
	note text,                         -- why it was read whole, or why it is stale
	primary key (run_no, source)
);
insert into etl.run_source (run_no, source, mapping, jurisdiction, timezone, as_at, mapping_sha256, content_sha256, capture,
	extent, state)
select s.last_run, s.source, s.mapping, s.jurisdiction, coalesce(s.timezone, 'Asia/Karachi'), s.as_at, s.mapping_sha256, s.content_sha256,
	case when s.content_sha256 is null then 'compare' else 'files' end, 'whole', 'read'
from etl.source s
where s.last_run is not null and s.as_at is not null;

alter table etl.source
	add column state text not null default 'read' check (state in ('read', 'unchanged', 'stale')),
	add column stale_since timestamptz,
	add column capture text,
	add column position text,
	add column identity text,
	add column whole_run bigint references etl.run,   -- last whole comparison
	add column whole_at timestamptz,
	add column note text;

alter table etl.run_feed
	add column gone bigint not null default 0,        -- keys that left the source
	add column retried bigint not null default 0,     -- rows taken up again: refused before, or belonging to a changed case
	add column source_rows bigint;                    -- counted at the source by a query of its own

drop table stage.source;
create unlogged table stage.source (
	source text primary key,
	mapping text not null,
	jurisdiction text not null,
	timezone text not null,
	as_at timestamptz not null,
	mapping_sha256 text not null,
	content_sha256 text,
	capture text not null,
	extent text not null,
	state text not null,
	period_from date,
	period_to date,
	position text,
	identity text,
	note text
);

create table etl.step (
	run_no bigint not null references etl.run,
	place integer not null,
	step text not null,
	seconds numeric not null,
	primary key (run_no, place)
);

-- What the classification of records rests on, by file; a change is a run of its own.
create table etl.definition (
	path text primary key,
	sha256 text not null
);

-- ── refusals ──
-- One open entry per source, feed, row, code and field. It is closed by the run that met the row
-- without the fault, or met it no more; it is kept for good.
alter table etl.reject drop constraint reject_severity_check;
alter table etl.reject drop column first_run;
alter table etl.reject rename column run_no to first_run;
alter table etl.reject
	add check (severity in ('row', 'field', 'warning')), -- row refused; row kept and the field blanked; row kept as it is
	add column last_run bigint,
	add column cured_run bigint references etl.run,
	add column cured_how text check (cured_how in ('corrected', 'withdrawn', 'replaced')),
	add column row_key text,           -- the keys of the row; '@…' where it has none
	add column feed_hash uuid;
update etl.reject r set last_run = r.first_run, cured_run = r.first_run, cured_how = 'replaced';
alter table etl.reject alter column last_run set not null;
create index reject_open on etl.reject (source, feed, row_key) where cured_run is null;
create index reject_first on etl.reject (first_run);
create index reject_cured on etl.reject (cured_run);

-- What the rules of this run found, before it is entered.
create unlogged table stage.refusal (
	source text not null,
	feed text not null,
	row_no bigint not null,
	severity text not null,
	code text not null,
	field text,
	reason text not null,
	remedy text not null
);

-- ── proofs ──
alter table etl.proof add column scope text not null default 'all' check (scope in ('all', 'touched'));
alter table etl.proof drop constraint proof_pkey, add primary key (run_no, cube, scope);
alter table etl.cube add column proven_run bigint;    -- last run that proved all its cells
