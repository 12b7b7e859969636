-- kind: script
-- purpose: what runs know and tell: sources, rejects, balances, proofs, coverage, manifests
-- locks: new objects only

create table etl.setting (
	name text primary key,
	value text not null
);

-- ── runs ──
create table etl.run (
	run_no bigint generated always as identity primary key,
	kind text not null check (kind in ('nightly', 'backfill', 'rebuild', 'reclassify', 'rename', 'retire', 'redact')),
	state text not null check (state in ('claimed', 'staged', 'checked', 'applied', 'published', 'unchanged', 'failed')),
	program text not null,             -- version of shumar
	host text not null,
	pid integer not null,
	started_at timestamptz not null default now(),
	finished_at timestamptz,
	message text,                      -- why it failed or what it did, without row contents
	reason text,                       -- why it was made, where it is no ordinary night
	verified_all boolean not null default false
);
comment on table etl.run is 'one execution of the ETL; run_no is the engine''s transaction time';

-- The one row that reports read: the last run whose cubes were proven.
create table etl.pointer (
	one boolean primary key default true check (one),
	published_run bigint not null references etl.run
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

-- Reference tables as they were last brought to their files.
create table etl.reference (
	name text primary key,             -- of the table in schema ref
	sha256 text not null,              -- of the file it was last brought to
	applied_at timestamptz not null default now()
);

-- ── sources ──
create table etl.source (
	source text primary key,
	mapping text not null,
	jurisdiction text not null,
	as_at timestamptz,                 -- records are known up to here
	mapping_sha256 text,
	content_sha256 text,               -- of all CSV files last applied; null for PostgreSQL sources
	last_run bigint references etl.run,
	timezone text,                     -- civil dates of the source's records
	state text not null default 'read' check (state in ('read', 'unchanged', 'stale')),
	stale_since timestamptz,
	capture text,
	position text,
	identity text,
	full_run bigint references etl.run,    -- last full comparison
	full_at timestamptz,
	note text,
	-- Keys are hashed within a name. A source that is renamed keeps the one that its keys were hashed within, so that its next
	-- night finds the same facts; null is its own.
	key_domain text
);

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
	extent text not null check (extent in ('full', 'changes', 'period', 'none')),
	state text not null check (state in ('read', 'unchanged', 'stale')),
	position text,                     -- watermark after this run: a snapshot (ledger) or a time (timestamp)
	identity text,                     -- of the source's server and database, so that a restored one is noticed
	note text,                         -- why it was read in full, or why it is stale
	exceptions text,                   -- what its declaration lets in although it sounds like personal data, with its reasons
	primary key (run_no, source)
);

create table etl.run_feed (
	run_no bigint not null references etl.run,
	source text not null,
	feed text not null,
	extracted bigint not null,         -- rows the mapping gave
	staged bigint not null,            -- rows that passed the checks
	rejected bigint not null,          -- rows rejected; extracted = staged + rejected
	opening bigint not null default 0, -- facts of this source and feed before the run
	added bigint not null default 0,
	changed bigint not null default 0,
	deleted bigint not null default 0,
	closing bigint not null default 0, -- opening + added - deleted
	keys_deleted bigint not null default 0, -- keys that left the source
	retried bigint not null default 0, -- rows taken up again: rejected before, or belonging to a changed case
	source_rows bigint,                -- counted at the source by a query of its own
	primary key (run_no, source, feed)
);

-- ── rejects ──
-- One open entry per source, feed, row, code and field. It is closed by the run that met the row
-- without the fault, or met it no more; it is kept for good.
create table etl.reject (
	reject_no bigint generated always as identity primary key,
	first_run bigint not null constraint reject_run_no_fkey references etl.run,
	source text not null,
	feed text not null,                -- feed, or the file's name in the source declaration
	severity text not null check (severity in ('row', 'field', 'warning')), -- row rejected; row kept and the field blanked; row kept as it is
	code text not null,                -- stable: 'csv-width', 'date-range', 'unknown-district' …
	file text,                         -- CSV: file name below the source's folder
	line bigint,                       -- CSV: line of the file where the record begins
	field text,
	district text,                     -- owner, where known
	station text,
	reason text not null,              -- a sentence for the station
	remedy text not null,
	content jsonb,                     -- the staged row (no personal data can be in it); null when it could not be read
	rejected_at timestamptz not null default now(),
	row_no bigint,                     -- stage row; null for a line that never reached the stage
	last_run bigint not null,
	resolved_run bigint references etl.run,
	resolved_how text check (resolved_how in ('corrected', 'withdrawn', 'replaced')),
	row_key text,                      -- the keys of the row; '@…' where it has none
	feed_hash uuid,
	copy_no integer not null default 1 -- rows of one key, equal to the letter, are told apart by a number
);
create index reject_run_no_source_feed_idx on etl.reject (first_run, source, feed);
create index on etl.reject (source, feed, code);
create index reject_open on etl.reject (source, feed, row_key) where resolved_run is null;
create index reject_first on etl.reject (first_run);
create index reject_resolved on etl.reject (resolved_run);
create index reject_rival on etl.reject (source) where resolved_run is null and code = 'duplicate-source';

-- Closed entries that were taken away for their age, as many as a run opened and another closed: manifests stay true.
create table etl.reject_pruned (
	source text not null,
	feed text not null,
	severity text not null,
	code text not null,
	first_run bigint not null,
	resolved_run bigint not null,
	entries bigint not null,
	primary key (source, feed, severity, code, first_run, resolved_run)
);

-- ── files ──
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

-- The folder as last seen.
create table etl.drop_file (
	source text not null,
	feed text not null,
	file text not null,
	sha256 text,                       -- null where the bytes could not be read
	bytes bigint,
	unit text,
	period date,
	seq bigint,
	state text not null check (state in
		('stands', 'zero', 'empty', 'superseded', 'repeated', 'unreadable', 'kept', 'part', 'unmatched')),
	stands text,                       -- the file in whose favour it was passed over
	records bigint not null,
	rejected bigint not null,
	reason text,
	since_run bigint not null,         -- that saw it so first; a dry run leaves no trace in etl.run
	primary key (source, feed, file)
);
comment on column etl.drop_file.reason is 'why it is refused as a whole or passed over; of one that is read, what is odd about its name';

-- Who must send what, and when.
create table etl.drop_rule (
	source text not null,
	feed text not null,
	jurisdiction text not null,
	timezone text not null,
	every text not null check (every in ('day', 'week', 'month')),
	due_days integer not null,
	first_day date not null,
	last_day date,                     -- null: it goes on
	units text[],                      -- null: those of ref.unit, or one file for all
	by_reference boolean not null,
	primary key (source, feed)
);

-- Which file of a drop gives which feed: the run reads it from the mapping.
create table etl.feed_file (
	source text not null,
	feed text not null,
	file text not null,
	primary key (source, feed, file)
);

-- ── cubes ──
create table etl.cube (
	cube text primary key,
	keys text[] not null,
	counts text[] not null,
	definition text not null,          -- the SELECT of sql/cubes/<cube>.sql
	definition_sha256 text not null,
	built_run bigint,
	proven_run bigint                  -- last run that proved all its cells
);

create table etl.proof (
	run_no bigint not null references etl.run,
	cube text not null,
	proven boolean not null,
	facts_sum numeric not null,        -- keyed checksum over the facts
	cells_sum numeric not null,        -- keyed checksum over the cells
	cells bigint not null,
	scope text not null default 'all' check (scope in ('all', 'touched')),
	primary key (run_no, cube, scope)
);

-- ── what figures may be held against ──
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

-- What is usual is worked out of weeks that stand still, so that it does not wander with whatever came last. They are the
-- first weeks, covered and mature, since the last break: the district's own (report.district_era), or a baseline that
-- somebody began anew for a reason that is kept here. Such a row is never changed; a later one follows it.
create table etl.baseline (
	jurisdiction text not null,
	district text not null,            -- '': all districts of the jurisdiction
	from_on date not null check (extract(isodow from from_on) = 1),
	reason text not null check (reason ~ '\S'),
	run_no bigint not null references etl.run, -- published when it was recorded; it holds for later runs
	recorded_at timestamptz not null default pg_catalog.now(),
	primary key (jurisdiction, district, from_on, run_no)
);
comment on table etl.baseline is 'weeks from which on what is usual is worked out anew, and why';

-- ── manifests ──
-- One manifest per published or unchanged run. prev_run makes a chain of them that does not fork.
create table etl.manifest (
	run_no bigint primary key references etl.run,
	content text not null,             -- canonical JSON; these bytes are signed
	sha256 text not null,              -- of content, hexadecimal
	prev_run bigint unique references etl.manifest,
	prev_sha256 text,                  -- both stand in content, too; null in the first
	signature text not null,           -- Ed25519 over content, base64
	public_key text not null           -- 32 bytes, base64
);
comment on table etl.manifest is 'what each run did, canonical, hash-chained and signed; see shumar etl manifest';

-- Auditors may ask which runs and cubes there are.
do $$
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_audit') then
		grant usage on schema etl to shumar_audit;
		grant select on etl.run, etl.cube to shumar_audit;
	end if;
end
$$;

-- Files that lay over those of the program (core/site/), as the run that was published or changed nothing had them.
create table etl.run_site (
	run_no bigint not null references etl.run,
	path text not null,                -- below the site's folder: 'sql/cubes/mine.sql'
	sha256 text not null,
	reason text,                       -- why it replaces one of the program's; null: it replaces none
	primary key (run_no, path)
);
