-- kind: script
-- purpose: the facts, their closed versions, and what the run at work keeps beside each of them
-- locks: new objects only
--
-- Each fact has tables of its own; sql/engine/ works on all of them alike, whatever their columns:
--
--   fact.<fact>           rows as they are now; run_from is the run that opened this version
--   fact.<fact>_history   versions that were closed: true for the runs run_from <= r < run_to
--   stage.<feed>          rows that the run at work looks at. This is the feed's contract: a mapping's SELECT yields columns of the
--                         same names and types, but text where the table says uuid: those are keys, which the engine replaces by
--                         keyed hashes (BLAKE2b-128) before they land. The engine itself fills source, row_no and feed_hash; origin
--                         is optional in a mapping ("file:line" of a CSV drop)
--   stage.full_<feed>    rows of a source that is read in full, before they are compared
--   stage.deleted_<fact>     keys that left the source, or whose row is rejected
--   stage.delta_<fact>    what the run changes: old images with sign -1, new ones with +1
--
-- A column that a fact needs and that has no default must be yielded by every mapping and filled in every row. Those with a default
-- stand for "not recorded": the least that is known of the row. feed_hash is the hash of the feed's row as it landed (BLAKE2b-128):
-- a row of the source whose hash is the fact's has not changed. fillfactor leaves room on each page for the new version of a row.

-- ── the declarations ──
-- The facts as sql/facts/ declares them, for the engine that is made of it.
create table etl.fact (
	fact text primary key,
	place integer not null unique,     -- in the order in which they are told
	is_feed boolean not null,          -- false: it is made of other facts
	keys text[] not null,
	day text not null,                 -- the column that says on which day its event was
	landed text,                       -- that day of a landed row w of source g; null: its column of that name
	names_district boolean not null,   -- its rows name their district
	area text not null,                -- the column of the area by which losses are counted
	classified text[] not null,        -- columns that reference data decide
	inherits jsonb not null,           -- columns that it takes from other facts, by these
	record text[] not null,            -- what tells a record whatever source it comes from: expressions over a fact @
	staged text[],                     -- the same over a row @ of the stage; null: the same
	tells text,                        -- condition on a staged row s for which that is no accident; null: none is
	found text,                        -- how a fact f of the record k.i1, k.i2 … is found; null: by these expressions
	image text not null,               -- the SELECT of what it looks like if this run is applied
	events jsonb not null default '{}',  -- names of events, each with the column of its day
	figure text[]                      -- name of the figure, its class and its day, by which revisions are told; null: none
);

-- ── case ──
create table fact."case" (
	case_key uuid primary key,
	source text not null, district text not null, station text not null, fir_year integer not null, fir_number text not null,
	registered_at timestamptz not null,
	registered_on date not null,       -- civil date in the source's time zone
	occurred_on date, sections text[] not null default '{}',
	category text not null,            -- principal offence, ref.category
	honour boolean not null default false, domestic boolean not null default false, channel text not null default 'station',
	status text not null default 'FIR', status_on date, victims integer, victim_age_band text, relation text,
	statement_164_on date, medical_on date,
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
comment on column fact."case".statement_164_on is 'day of the statement under s.164 CrPC; null where the source does not say';
comment on column fact."case".medical_on is 'day of the medical examination; null where the source does not say';
-- FIRs of one number in a station and year are rivals: only one of them can be right.
create index case_fir on fact."case" (district, station, fir_year, pg_catalog.upper(pg_catalog.btrim(fir_number)));
-- whether a source says them at all is asked by every page
create index case_statement on fact."case" (source) where statement_164_on is not null;
create index case_medical on fact."case" (source) where medical_on is not null;
create table fact.case_history (like fact."case", run_to bigint not null);
create index case_history_key on fact.case_history (case_key);
create index case_history_run_from_idx on fact.case_history (run_from);
create index case_history_run on fact.case_history (run_to);
create unlogged table stage."case" (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, district text, station text, fir_year integer, fir_number text,
	registered_at timestamptz, occurred_on date, sections text[], honour boolean, domestic boolean,
	channel text, status text, status_on date, victims integer, victim_age_band text, relation text,
	statement_164_on date, medical_on date
);
create unlogged table stage.full_case (like stage."case");
create unlogged table stage.deleted_case (source text, case_key uuid);
create unlogged table stage.delta_case (like fact."case", sign integer not null);

-- ── accused ──
create table fact.accused (
	case_key uuid not null, accused_key uuid not null,
	source text not null, district text not null, station text not null, registered_on date not null,
	category text not null, channel text not null,             -- the case's
	sex text, age_band text, status text not null default 'NOMINATED', arrested_on date, challaned_on date,
	decided_on date, outcome text, outcome_class text,         -- the deciding outcome over all its charges
	sentence_kind text, sentence_months integer,
	feed_hash uuid, run_from bigint not null,
	primary key (case_key, accused_key)
) with (fillfactor = 90);
create table fact.accused_history (like fact.accused, run_to bigint not null);
create index accused_history_key on fact.accused_history (case_key, accused_key);
create index accused_history_run_from_idx on fact.accused_history (run_from);
create index accused_history_run on fact.accused_history (run_to);
create unlogged table stage.accused (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, accused_key uuid, sex text, age_band text, status text, arrested_on date, challaned_on date
);
create unlogged table stage.full_accused (like stage.accused);
create unlogged table stage.deleted_accused (source text, case_key uuid, accused_key uuid);
create unlogged table stage.delta_accused (like fact.accused, sign integer not null);

-- ── outcome ──
create table fact.outcome (
	case_key uuid not null, accused_key uuid not null, outcome_key uuid not null,
	source text not null, district text not null, registered_on date not null, category text not null,
	court text, decided_on date not null, outcome text not null, outcome_class text not null,
	sentence_kind text, sentence_months integer, fine bigint, appeal text,
	feed_hash uuid, run_from bigint not null,
	primary key (case_key, accused_key, outcome_key)
) with (fillfactor = 90);
create table fact.outcome_history (like fact.outcome, run_to bigint not null);
create index outcome_history_key on fact.outcome_history (case_key, accused_key, outcome_key);
create index outcome_history_run_from_idx on fact.outcome_history (run_from);
create index outcome_history_run on fact.outcome_history (run_to);
create unlogged table stage.outcome (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, accused_key uuid, outcome_key uuid, court text, decided_on date, outcome text,
	sentence_kind text, sentence_months integer, fine bigint, appeal text
);
create unlogged table stage.full_outcome (like stage.outcome);
create unlogged table stage.deleted_outcome (source text, case_key uuid, accused_key uuid, outcome_key uuid);
create unlogged table stage.delta_outcome (like fact.outcome, sign integer not null);

-- ── complaint ──
create table fact.complaint (
	complaint_key uuid primary key,
	source text not null, district text not null, received_at timestamptz not null, received_on date not null,
	channel text not null default 'station', kind text not null default 'other', responded_at timestamptz,
	disposal text not null default 'open', disposed_on date, case_key uuid, satisfaction integer,
	received_hour integer, feedback text,
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
comment on column fact.complaint.received_hour is 'hour of the day in the source''s time zone; null where that is not known';
comment on column fact.complaint.feedback is 'answered, refused or not_asked; null where the source does not say';
create index complaint_received on fact.complaint (district, received_at);
create table fact.complaint_history (like fact.complaint, run_to bigint not null);
create index complaint_history_key on fact.complaint_history (complaint_key);
create index complaint_history_run on fact.complaint_history (run_to);
create unlogged table stage.complaint (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	complaint_key uuid, received_at timestamptz, channel text, district text, kind text, responded_at timestamptz,
	disposal text, disposed_on date, case_key uuid, satisfaction integer, feedback text
);
create unlogged table stage.full_complaint (like stage.complaint);
create unlogged table stage.deleted_complaint (source text, complaint_key uuid);
create unlogged table stage.delta_complaint (like fact.complaint, sign integer not null);

-- ── outreach ──
create table fact.outreach (
	outreach_key uuid primary key,
	source text not null, district text not null, held_on date not null, tehsil text, kind text not null default 'other',
	topic text, audience text,
	attended_women integer, attended_men integer, -- what nobody wrote down is no zero
	partner text,
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
create index outreach_held on fact.outreach (district, held_on);
create table fact.outreach_history (like fact.outreach, run_to bigint not null);
create index outreach_history_key on fact.outreach_history (outreach_key);
create index outreach_history_run on fact.outreach_history (run_to);
create unlogged table stage.outreach (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	outreach_key uuid, held_on date, district text, tehsil text, kind text, topic text, audience text,
	attended_women integer, attended_men integer, partner text
);
create unlogged table stage.full_outreach (like stage.outreach);
create unlogged table stage.deleted_outreach (source text, outreach_key uuid);
create unlogged table stage.delta_outreach (like fact.outreach, sign integer not null);

-- ── referral ──
create table fact.referral (
	referral_key uuid primary key,
	source text not null, district text not null, complaint_key uuid, case_key uuid, partner text, service text not null,
	referred_on date not null, accepted_on date, first_served_on date, closed_on date,
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
create table fact.referral_history (like fact.referral, run_to bigint not null);
create index referral_history_key on fact.referral_history (referral_key);
create index referral_history_run on fact.referral_history (run_to);
create unlogged table stage.referral (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	referral_key uuid, complaint_key uuid, case_key uuid, district text, partner text, service text,
	referred_on date, accepted_on date, first_served_on date, closed_on date
);
create unlogged table stage.full_referral (like stage.referral);
create unlogged table stage.deleted_referral (source text, referral_key uuid);
create unlogged table stage.delta_referral (like fact.referral, sign integer not null);

-- ── training ──
create table fact.training (
	training_key uuid primary key,
	source text not null, district text not null, officer_key uuid not null, unit text, course text not null,
	completed_on date not null, station text,
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
comment on column fact.training.station is 'where the officer is posted; null where the source does not say';
create table fact.training_history (like fact.training, run_to bigint not null);
create index training_history_key on fact.training_history (training_key);
create index training_history_run on fact.training_history (run_to);
create unlogged table stage.training (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	training_key uuid, officer_key uuid, district text, unit text, course text, completed_on date, station text
);
create unlogged table stage.full_training (like stage.training);
create unlogged table stage.deleted_training (source text, training_key uuid);
create unlogged table stage.delta_training (like fact.training, sign integer not null);

-- ── count ──
-- A published table is no list of records: each of its figures is a row, with the area, the head and the item that it
-- counts and the period. Figures of other countries stand here too, so the jurisdiction is part of every cell:
-- "Punjab" is a state of India as well.
create table fact.count (
	count_key uuid primary key,
	source text not null,
	jurisdiction text not null,        -- the source's
	area text not null,                -- as the table prints it
	head text not null,                -- crime head, as the table prints it
	item text not null,                -- what is counted: reported, chargesheeted, … ; pub_… are rates that were printed
	period_from date not null, period_to date not null,
	value bigint not null,             -- in units of 10^-decimals
	decimals integer not null default 0, -- 0: a count; 1: 95.6 is kept as 956, so that what was printed is kept exactly
	feed_hash uuid, run_from bigint not null
) with (fillfactor = 90);
create index count_cell on fact.count (jurisdiction, area, head, item, period_from, period_to);
create table fact.count_history (like fact.count, run_to bigint not null);
create index count_history_key on fact.count_history (count_key);
create index count_history_run_from_idx on fact.count_history (run_from);
create index count_history_run on fact.count_history (run_to);
create unlogged table stage.count (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	count_key uuid, area text, head text, item text, period_from date, period_to date, value bigint, decimals integer
);
create unlogged table stage.full_count (like stage.count);
create unlogged table stage.deleted_count (source text, count_key uuid);
create unlogged table stage.delta_count (like fact.count, sign integer not null);

-- ── lifecycle ──
-- The lifecycle of each case, an accumulating snapshot: one row per case with the day of each milestone and its first final disposal.
-- No source gives it. It is made of the facts of the same run, for the cases that the run touched, and from then on it is
-- a fact like the others: its versions are kept, cubes count it by delta and are proven, the past can be asked.
create table fact.lifecycle (
	case_key uuid primary key,
	source text not null, district text not null, station text not null, registered_on date not null,
	category text not null, channel text not null, status text not null, status_on date,  -- the case's
	accused bigint not null,
	first_arrested_on date, first_challaned_on date,
	convicted_on date,                 -- first conviction of any accused
	disposed_on date, disposal text,   -- both null: open; 'undated' has no day
	feed_hash uuid, run_from bigint not null   -- no row of a source: never a hash
) with (fillfactor = 90);
-- a page of one district looks at its own cases, and not at the province's
create index lifecycle_district on fact.lifecycle (district, registered_on);
create table fact.lifecycle_history (like fact.lifecycle, run_to bigint not null);
create index lifecycle_history_key on fact.lifecycle_history (case_key);
create index lifecycle_history_run_from_idx on fact.lifecycle_history (run_from);
create index lifecycle_history_run on fact.lifecycle_history (run_to);
-- cases whose lifecycle the run has to make
create unlogged table stage.lifecycle (
	source text not null, row_no bigint not null, origin text, feed_hash uuid, case_key uuid
);
create unlogged table stage.deleted_lifecycle (source text, case_key uuid);
create unlogged table stage.delta_lifecycle (like fact.lifecycle, sign integer not null);

-- ── the run at work ──
-- What this run reads, as long as it runs; etl.source learns of it when the run is applied.
create unlogged table stage.source (
	source text primary key,
	mapping text not null,
	jurisdiction text not null,
	timezone text not null,
	as_at timestamptz not null,
	as_at_on date generated always as ((as_at at time zone timezone)::date) stored, -- worked out once, and not for each row
	mapping_sha256 text not null,
	content_sha256 text,
	capture text not null,
	extent text not null,
	state text not null,
	period_from date,
	period_to date,
	position text,
	identity text,
	note text,
	-- the last day that a date of the source's records can be of (engine.run_latest); the day of the run is the one before
	latest timestamptz not null,
	latest_on date generated always as ((latest at time zone timezone)::date) stored,
	place integer generated always as identity, -- sources in the order in which they are read, as configured
	-- one that is not read and takes part all the same, so that what of it was rejected for another source's sake may be counted:
	-- the state that it is in, 'none' when it was not chosen
	rests text,
	exceptions text                    -- what its declaration lets in although it sounds like personal data, with its reasons
);

-- What the rules of this run found, before it is entered.
create unlogged table stage.reject (
	source text not null,
	feed text not null,
	row_no bigint not null,
	severity text not null,
	code text not null,
	field text,
	reason text not null,
	remedy text not null
);

-- What a case's sections mean on its day, once for each way in which they are written.
create unlogged table stage.meaning (
	sections text[] not null,
	honour boolean not null,
	domestic boolean not null,
	era integer not null,
	category text,                     -- the principal offence: the most serious category that a section decides
	unknown text                       -- parts that the list of offences does not have
);

-- ── raw: what has been read of files ──
-- All of it is unlogged: a crash of the server empties it together, so that it never claims
-- rows that are deleted, and the next run reads the files again.

-- One row per content that was read.
create unlogged table raw.loaded (
	file_no integer generated always as identity primary key,
	source text not null,
	feed text not null,                -- the file's name in the source declaration
	file text not null,
	sha256 text not null,
	unit text,                         -- as the name says
	period date,
	records bigint not null default 0,
	rejected bigint not null default 0,
	code text,                         -- why it could not be read as a whole; null when it could
	line bigint,
	reason text,
	remedy text,
	unique (source, feed, sha256)
);

-- What was rejected of it.
create unlogged table raw.reject (
	file_no integer not null,
	severity text not null,
	code text not null,
	line bigint,
	field text,
	reason text not null,
	remedy text not null,
	content jsonb
);
create index on raw.reject (file_no);

-- The folder of a source as the run at work sees it.
create unlogged table raw.present (
	source text not null,
	feed text not null,
	file text not null,
	sha256 text,
	bytes bigint,
	unit text,
	period date,
	seq bigint,
	state text not null,
	stands text,
	records bigint not null,
	rejected bigint not null,
	code text,
	line bigint,
	reason text,
	remedy text
);
