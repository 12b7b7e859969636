-- kind: script
-- purpose: releases: what is and was made public, figure by figure, and the ledger of what was done at the release desk
-- locks: new objects only
--
-- What can never be changed any more is kept so by triggers (sql/engine/92_release.sql).
--
-- A figure that is hidden has no value here: the true ones are worked out of the cubes while a release is prepared, and stay in no table
-- but release.hidden, which the desk alone reads, for its report. What pages are made of is released.figure, and no more.
create table release.release (
	release_id text primary key,           -- "punjab-monthly-2026-10"
	plan text not null,                    -- file of templates/releases/
	params jsonb not null,                 -- parameters of the plan and of its papers, name to text
	run_no bigint not null,                -- the run whose figures it has
	as_at timestamptz not null,            -- records are known up to here
	jurisdiction text not null,
	state text not null check (state in ('prepared', 'audited', 'refused', 'approved', 'published', 'withdrawn', 'replaced')),
	content text not null,                 -- sha256 of its figures and sums, in their order
	prepared_at timestamptz not null,
	papers text[] not null default '{}'
);
comment on column release.release.papers is 'templates of its plan, as it was when the release was prepared';

create table release.cell (
	release_id text not null references release.release,
	cell_no integer not null,              -- from 1, in the order of key
	key text not null,                     -- measure|place|kind|first_on|last_on
	measure text not null,
	place text not null,                   -- code of a district, "division:Lahore", "punjab"
	kind text not null,                    -- "all", "group:SEXUAL", "RAPE", "status:ARRESTED"
	first_on date not null,
	last_on date not null,
	table_name text,                       -- of the plan; null for a finer figure that is not published
	state text not null check (state in ('published', 'hidden', 'unpublished', 'missing')),
	value bigint check ((value is not null) = (state = 'published')),
	least bigint not null default 0,       -- what everybody knows a hidden or unpublished one is at least
	coverage text not null default 'covered',  -- as report.coverage_of has it
	provisional boolean not null default false,
	version text not null,                 -- the release in which this figure was first: the same key of another version is another figure
	revised boolean not null default false, -- was public with another value
	primary key (release_id, cell_no),
	unique (release_id, key)
);
comment on table release.cell is 'figures of releases; missing ones (not covered) take part in no sum';

create table release.sum (
	release_id text not null,
	sum_no integer not null,
	cell_no integer not null,
	factor bigint not null,                -- the sum of factor times figure is nought
	primary key (release_id, sum_no, cell_no),
	foreign key (release_id, cell_no) references release.cell
);

-- Tables of a release, from which a later one knows what may be subtracted from what.
create table release.list (
	release_id text not null references release.release,
	list_no integer not null,
	table_name text not null,
	measure text not null,
	place_level text not null,
	kind_level text not null,
	places text[],                         -- those alone; null: all, with all that they add up to
	kinds text[],
	firsts date[] not null,
	lasts date[] not null,
	primary key (release_id, list_no)
);

create table release.hidden (
	release_id text not null,
	cell_no integer not null,
	value bigint not null,
	rule text not null,                    -- which rule hides it; "secondary" of one that protects others, "finer" of one in no table
	primary key (release_id, cell_no),
	foreign key (release_id, cell_no) references release.cell
);
comment on table release.hidden is 'for the desk''s safety report only; never read by what renders';

-- What a paper says beside its figures: days, reasons, names; texts that tell of no hidden figure.
create table release.fact (
	release_id text not null references release.release,
	name text not null,
	value text,
	primary key (release_id, name)
);

-- Append-only; each line has the hash of the one before.
create table release.event (
	event_no bigint primary key,           -- from 1, without gaps
	at timestamptz not null,
	kind text not null,                    -- announced, changed, prepared, audited, approved, published, withdrawn, corrected …
	release_id text,
	person text,
	detail jsonb not null,
	before text not null,                  -- hash of the line before; "" of the first
	hash text not null                     -- sha256 of the canonical text of this line and before
);

-- What was published lies in a folder; whoever was killed between the ledger and its name is made up for by the next command.
create table release.folder (
	release_id text primary key references release.release,
	path text not null,                    -- absolute, as it is called once it is whole
	manifest text not null,                -- sha256 of its manifest.json
	placed boolean not null                -- it has its name
);
comment on table release.folder is 'where the folder of a published release was put';
