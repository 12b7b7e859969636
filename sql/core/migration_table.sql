-- kind: script
-- purpose: the ledger of migrations and of the engine, which is there before any of them
-- locks: new objects only
create schema if not exists etl;

create table if not exists etl.migration (
	number integer primary key,
	name text not null,
	sha256 text not null,              -- of the script as it was applied
	applied_at timestamptz not null default now()
);

create table if not exists etl.engine (
	one boolean primary key default true check (one),
	sha256 text not null,              -- of the files of sql/engine/ as they were applied
	applied_at timestamptz not null default now()
);
