-- kind: script
-- purpose: the ledger of migrations, which is there before any migration
-- locks: new objects only
create schema if not exists etl;

create table if not exists etl.migration (
	number integer primary key,
	name text not null,
	sha256 text not null,              -- of the script as it was applied
	applied_at timestamptz not null default now()
);
