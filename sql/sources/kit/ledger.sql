-- kind: script
-- purpose: the source kit: a ledger of changed rows inside the source's own database, so that no change is missed
-- locks: new objects only; shumar_kit.watch holds writers off the table it attaches to until its commit
--
-- Run once by the source's DBA in the source's database (PostgreSQL 13 or later), in one transaction:
--     psql --single-transaction -v ON_ERROR_STOP=1 -f ledger.sql -f <mapping>/kit.sql
-- Running it again changes nothing; a later version takes the ledger over as it is. docs/operator.md says the rest.
--
-- How a reader misses nothing. Every note carries the id of its top transaction (xid). A reader keeps the
-- snapshot it read with; the next time it reads the notes that this snapshot does not show: ids from its upper
-- end on, and ids that were in progress in it. A transaction may be open for hours and is still read once, when
-- it commits, and an old open one does not hold up the others.
-- Two transactions that do not see each other can each note what the other makes stale: a FIR gets another number
-- while an accused is entered under the old one. So a note also carries the snapshot it was made with (seen), and
-- the reader goes back to whatever overlapped one of its new notes (window.sql). Reading a note twice is harmless.
-- A row's old key can still slip through where a third transaction comes in between; so the change of a column that
-- stands in keys of other rows is noted as "moved", and where it overlapped other notes of a feed, the reader
-- compares this feed in full (markers.sql).
--
-- What it never holds: anything but ids of rows and keys of feeds. Names, CNICs and the like are not read.
--
-- What it does to the source: one statement-level trigger per event and table, whose statement's plan is cached; no
-- locks but on the ledger's own new rows. An error in a table's notes (a column was renamed) does not fail the
-- source's statement: it is noted as "compare", and the reader compares that feed in full. Only when the ledger
-- itself cannot be written (disk full) does the statement fail, as it would for any table of the source: there must be
-- no change without a trace.

create schema if not exists shumar_kit;

do $$
begin
	if to_regclass('shumar_kit.state') is null then
		return;
	elsif (select s.version > 1 from shumar_kit.state as s) then
		raise exception 'cannot install version 1 of the source kit: a later version is there'
			using hint = 'Keep the later version, or take the script of that version.';
	end if;
end
$$;
-- probe.sql reads the version here, because it must work where there is no table to read
comment on schema shumar_kit is 'shumar source kit, version 1';

create table if not exists shumar_kit.state (
	one boolean primary key default true check (one),
	kit_id uuid not null default gen_random_uuid(),   -- of this installation
	version integer not null,
	pruned_below xid8 not null default '0'            -- notes with lower ids may be gone
);
insert into shumar_kit.state (version) values (1) on conflict (one) do update set version = excluded.version;

create table if not exists shumar_kit.ledger (
	xid xid8 not null default pg_current_xact_id(),
	change_no bigint generated always as identity,
	seen pg_snapshot not null default pg_current_snapshot(),
	feed text,                         -- null: a change on which no feed's row depended that could be seen
	row_id text,                       -- of the feed's row: the mapping's column row_id
	keys text[],                       -- of the feed's row, in the order of its fact's primary key; none is null
	moved boolean not null default false,   -- no row: a column changed that stands in keys of this feed
	compare text,                      -- why this feed must be compared in full: truncated, key unknown, watched, error <sqlstate>
	noted_at timestamptz not null default now(),
	primary key (xid, change_no)
);

create table if not exists shumar_kit.watched (
	table_name text primary key,
	feeds text[] not null,             -- whose rows depend on the table
	columns text[] not null,           -- whose changes matter, its primary key among them
	notes text not null,               -- SELECT from changed: rows of which some of these columns changed
	key_feeds text[] not null,         -- feeds in whose keys columns of this table stand, not its own rows'
	key_columns text[] not null,       -- these, and the primary key
	key_notes text                     -- SELECT from moved: rows of which some of the key columns changed; or null
);

-- The statement that notes the rows that CHANGED selects, called NAME in NOTES. Some of them were there BEFORE: then
-- a key that cannot be made whole any more may be one that was deleted.
create or replace function shumar_kit.note_statement(name text, changed text, before boolean, notes text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
	select format('
		insert into shumar_kit.ledger (feed, row_id, keys, compare)
		with %I as (%s), found (feed, row_id, keys) as (%s)
		select distinct f.feed::text, f.row_id::text,
			case when array_position(f.keys, null) is null then f.keys::text[] end,
			case when %L and array_position(f.keys, null) is not null then ''key unknown'' end
		from found as f%s;',
		name, changed, notes, before, case when name = 'changed' then '
		union all
		(select null, null, null, null from changed where not exists (select from found) limit 1)' end)
$$;

-- "a, b" from {a,b}
create or replace function shumar_kit.column_list(columns text[]) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
	select string_agg(quote_ident(c.name), ', ' order by c.place) from unnest(columns) with ordinality as c (name, place)
$$;

-- What the trigger function does with the rows that changed in COLUMNS, for each event. An update's rows count as
-- changed when a column that matters did: with the primary key among them, what is in one image and not in the other.
-- MOVED are the feeds in whose keys these columns stand.
create or replace function shumar_kit.note_events(name text, columns text[], notes text, moved text[]) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
	select format('
		if tg_op = ''INSERT'' then %s
		elsif tg_op = ''DELETE'' then %s
		elsif tg_op = ''UPDATE'' then
			if exists (%s) then %s %s
			end if;
		end if;',
		shumar_kit.note_statement(name, image.new, false, notes),
		shumar_kit.note_statement(name, image.old, true, notes),
		image.old || ' except ' || image.new,
		shumar_kit.note_statement(name, format('(%1$s except %2$s) union all (%2$s except %1$s)', image.old, image.new), true, notes),
		case when moved <> '{}' then
			format('insert into shumar_kit.ledger (feed, moved) select unnest(%L::text[]), true;', moved) end)
	from (select format('select %s from old_rows', l.list) as old, format('select %s from new_rows', l.list) as new
		from (select shumar_kit.column_list(columns) as list) as l) as image
$$;

create or replace function shumar_kit.make_function(function_name text, feeds text[], events text)
returns void language plpgsql set search_path = pg_catalog, pg_temp as $make$
begin
	execute format($function$
		create or replace function shumar_kit.%I() returns trigger
		language plpgsql security definer set search_path = pg_catalog, pg_temp as $note$
		begin
			if tg_op = 'TRUNCATE' then
				insert into shumar_kit.ledger (feed, compare) select unnest(%L::text[]), 'truncated';
			end if;
			%s
			return null;
		exception when others then
			insert into shumar_kit.ledger (feed, compare) select unnest(%L::text[]), 'error ' || sqlstate;
			return null;
		end
		$note$ $function$, function_name, feeds, events, feeds);
end
$make$;

create or replace function shumar_kit.drop_triggers(watched regclass) returns void
language plpgsql set search_path = pg_catalog, pg_temp set client_min_messages = warning as $$
declare
	event text;
begin
	foreach event in array array['insert', 'update', 'delete', 'truncate'] loop
		execute format('drop trigger if exists %I on %s', 'shumar_' || event, watched);
	end loop;
end
$$;

create or replace function shumar_kit.make_triggers(watched regclass, function_name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
	event record;
begin
	perform shumar_kit.drop_triggers(watched);
	for event in
		select * from (values ('insert', 'referencing new table as new_rows'),
			('update', 'referencing old table as old_rows new table as new_rows'),
			('delete', 'referencing old table as old_rows'), ('truncate', '')) as e (name, tables)
	loop
		execute format('create trigger %I after %s on %s %s for each statement execute function shumar_kit.%I()',
			'shumar_' || event.name, event.name, watched, event.tables, function_name);
	end loop;
end
$$;

-- Tells whether the table has the kit's four triggers, enabled; needs no rights on it.
create or replace function shumar_kit.has_triggers(table_name text) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
	select count(*) = 4
	from pg_trigger as t
	join pg_class as c on c.oid = t.tgrelid
	join pg_namespace as n on n.oid = c.relnamespace
	where format('%I.%I', n.nspname, c.relname) = table_name and t.tgenabled in ('O', 'A')
		and t.tgname in ('shumar_insert', 'shumar_update', 'shumar_delete', 'shumar_truncate')
$$;

-- Fails when NOTES is not a SELECT of (feed, row_id, keys) from NAME, which has COLUMNS of the table: a fault is to
-- show when a table is watched, not at the source's next change.
create or replace function shumar_kit.try_notes(watched regclass, name text, columns text[], notes text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
	none text := format('select %s from %s where false', shumar_kit.column_list(columns), watched);
begin
	execute format('with %I as (%s except %s), found (feed, row_id, keys) as (%s)
		select f.feed::text, f.row_id::text, f.keys::text[] from found as f', name, none, none, notes);
end
$$;

-- Watches TABLE_NAME. NOTES and KEY_NOTES, SELECTs of (feed text, row_id text, keys text[]) from changed and from
-- moved, say which rows of feeds a change touches. Join parents of the changed row by LEFT JOIN: a key that cannot be
-- made whole any more is then noted as "compare". Where several rows can bear one key (a number typed by hand), note
-- all that bear it, whichever changed. What was changed before it was watched is found by comparison once. Watching again without a change
-- does nothing. Returns what it did.
create or replace function shumar_kit.watch(table_name text, feeds text[], columns text[], notes text,
	key_feeds text[] default '{}', key_columns text[] default '{}', key_notes text default null)
returns text language plpgsql set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_variable
declare
	watched regclass := table_name::regclass;
	named text := watched::text;           -- with its schema, which is not in the search path
	function_name text := 'note ' || named;
	events text := shumar_kit.note_events('changed', columns, notes, '{}');
begin
	if octet_length(function_name) > 63 then
		raise exception 'cannot watch %: its name is too long', named;
	end if;
	if shumar_kit.has_triggers(named) and exists (select from shumar_kit.watched as w where w is not distinct from
		row(named, feeds, columns, notes, key_feeds, key_columns, key_notes)::shumar_kit.watched) then
		return format('%s was watched already', named);
	end if;
	perform shumar_kit.try_notes(watched, 'changed', columns, notes);
	if key_notes is not null then
		perform shumar_kit.try_notes(watched, 'moved', key_columns, key_notes);
		events := events || shumar_kit.note_events('moved', key_columns, key_notes, key_feeds);
	end if;
	perform shumar_kit.make_function(function_name, feeds, events);
	perform shumar_kit.make_triggers(watched, function_name);
	delete from shumar_kit.watched as w where w.table_name = named;
	insert into shumar_kit.watched values (named, feeds, columns, notes, key_feeds, key_columns, key_notes);
	insert into shumar_kit.ledger (feed, compare) select unnest(feeds), 'watched';
	return format('%s is watched for %s', named, array_to_string(feeds, ', '));
end
$$;

-- Stops watching TABLE_NAME; its feeds are compared once, for what happened until now.
create or replace function shumar_kit.unwatch(table_name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
	watched regclass := table_name::regclass;
	named text := watched::text;
begin
	perform shumar_kit.drop_triggers(watched);
	execute format('drop function if exists shumar_kit.%I()', 'note ' || named);
	insert into shumar_kit.ledger (feed, compare)
	select unnest(w.feeds), 'unwatched' from shumar_kit.watched as w where w.table_name = named;
	delete from shumar_kit.watched as w where w.table_name = named;
end
$$;

-- Removes the notes older than KEEP and returns their number. A reader that has not read them yet compare in full.
create or replace function shumar_kit.prune(keep interval default interval '60 days') returns bigint
language sql set search_path = pg_catalog, pg_temp as $$
	with gone as (
		delete from shumar_kit.ledger as l where l.noted_at < now() - keep returning l.xid
	), highest as (
		select g.xid from gone as g order by g.xid desc limit 1
	), kept as (
		update shumar_kit.state as s set pruned_below = (h.xid::text::bigint + 1)::text::xid8
		from highest as h where s.pruned_below <= h.xid
	)
	select count(*) from gone
$$;

-- ── rights: readers are members of shumar_reader, which sees the ledger and changes nothing ──
do $$
begin
	if not exists (select from pg_roles where rolname = 'shumar_reader') then
		create role shumar_reader nologin;
	end if;
exception when duplicate_object or unique_violation then
	null; -- made by somebody else at this moment
end
$$;
revoke all on all functions in schema shumar_kit from public;
grant usage on schema shumar_kit to shumar_reader;
grant select on shumar_kit.ledger, shumar_kit.state, shumar_kit.watched to shumar_reader;
grant execute on function shumar_kit.has_triggers to shumar_reader;
