-- kind: script
-- purpose: the feeds' staging tables, the facts and their closed versions
-- locks: new objects only
--
-- A feed's contract is its staging table: the mapping's SELECT yields columns of
-- the same names and types, but text where the table says uuid: those are keys,
-- which the engine replaces by keyed hashes (BLAKE2b-128) before they land.
-- The engine itself fills source, row_no and feed_hash; origin is optional in a
-- mapping ("file:line" of a CSV drop).

-- ── stage: what this run was given ──
create unlogged table stage."case" (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, district text, station text, fir_year integer, fir_number text,
	registered_at timestamptz, occurred_on date, sections text[], honour boolean, domestic boolean,
	channel text, status text, status_on date, victims integer, victim_age_band text, relation text
);
create unlogged table stage.accused (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, accused_key uuid, sex text, age_band text, status text, arrested_on date, challaned_on date
);
create unlogged table stage.outcome (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	case_key uuid, accused_key uuid, outcome_key uuid, court text, decided_on date, outcome text,
	sentence_kind text, sentence_months integer, fine bigint, appeal text
);
create unlogged table stage.complaint (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	complaint_key uuid, received_at timestamptz, channel text, district text, kind text, responded_at timestamptz,
	disposal text, disposed_on date, case_key uuid, satisfaction integer
);
create unlogged table stage.outreach (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	outreach_key uuid, held_on date, district text, tehsil text, kind text, topic text, audience text,
	attended_women integer, attended_men integer, partner text
);
create unlogged table stage.referral (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	referral_key uuid, complaint_key uuid, case_key uuid, district text, partner text, service text,
	referred_on date, accepted_on date, first_served_on date, closed_on date
);
create unlogged table stage.training (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	training_key uuid, officer_key uuid, district text, unit text, course text, completed_on date
);

-- ── fact: current rows; run_from is the run that opened this version ──
-- row_hash covers every other column, so derived columns (category, outcome) count as changes too.
create table fact."case" (
	case_key uuid primary key,
	source text not null, district text not null, station text not null, fir_year integer not null, fir_number text not null,
	registered_at timestamptz not null,
	registered_on date not null,       -- civil date in the source's time zone
	occurred_on date, sections text[] not null,
	category text not null,            -- principal offence, ref.category
	honour boolean not null, domestic boolean not null, channel text not null,
	status text not null, status_on date, victims integer, victim_age_band text, relation text,
	row_hash uuid not null, run_from bigint not null
);
create table fact.accused (
	case_key uuid not null, accused_key uuid not null,
	source text not null, district text not null, station text not null, registered_on date not null,
	category text not null, channel text not null,             -- the case's
	sex text, age_band text, status text not null, arrested_on date, challaned_on date,
	decided_on date, outcome text, outcome_class text,         -- the deciding outcome over all its charges
	sentence_kind text, sentence_months integer,
	row_hash uuid not null, run_from bigint not null,
	primary key (case_key, accused_key)
);
create table fact.outcome (
	case_key uuid not null, accused_key uuid not null, outcome_key uuid not null,
	source text not null, district text not null, registered_on date not null, category text not null,
	court text, decided_on date not null, outcome text not null, outcome_class text not null,
	sentence_kind text, sentence_months integer, fine bigint, appeal text,
	row_hash uuid not null, run_from bigint not null,
	primary key (case_key, accused_key, outcome_key)
);
create table fact.complaint (
	complaint_key uuid primary key,
	source text not null, district text not null, received_at timestamptz not null, received_on date not null,
	channel text not null, kind text not null, responded_at timestamptz, disposal text not null, disposed_on date,
	case_key uuid, satisfaction integer,
	row_hash uuid not null, run_from bigint not null
);
create table fact.outreach (
	outreach_key uuid primary key,
	source text not null, district text not null, held_on date not null, tehsil text, kind text not null, topic text,
	audience text, attended_women integer not null, attended_men integer not null, partner text,
	row_hash uuid not null, run_from bigint not null
);
create table fact.referral (
	referral_key uuid primary key,
	source text not null, district text not null, complaint_key uuid, case_key uuid, partner text, service text not null,
	referred_on date not null, accepted_on date, first_served_on date, closed_on date,
	row_hash uuid not null, run_from bigint not null
);
create table fact.training (
	training_key uuid primary key,
	source text not null, district text not null, officer_key uuid not null, unit text, course text not null, completed_on date not null,
	row_hash uuid not null, run_from bigint not null
);

-- ── closed versions: valid for runs run_from <= r < run_to ──
-- ── and the change of the run at work: old images with sign -1, new ones with +1 ──
do $$
declare
	fact_name text;
begin
	foreach fact_name in array array['case', 'accused', 'outcome', 'complaint', 'outreach', 'referral', 'training'] loop
		execute format('create table fact.%I (like fact.%I, run_to bigint not null)', fact_name || '_history', fact_name);
		execute format('create unlogged table stage.%I (like fact.%I, sign integer not null)', 'delta_' || fact_name, fact_name);
	end loop;
end
$$;
