-- kind: script
-- purpose: the release desk: the hash of a line of its ledger, what can never be changed any more, and what papers are made of
-- locks: new objects only

-- ── the ledger ──
-- The canonical text of a line: an array of its parts, the instant in UTC to the microsecond; jsonb keeps the names of the
-- detail in an order of its own, so the same line has the same text.
create function engine.release_event_hash(event_no bigint, at timestamptz, kind text, release_id text, person text, detail jsonb, before text)
returns text language sql stable parallel safe as $$
	select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(event_no,
		pg_catalog.to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), kind, release_id, person, detail, before)::text,
		'UTF8')), 'hex')
$$;

create function engine.release_refuse_change() returns trigger language plpgsql as $$
begin
	raise exception 'the ledger of releases is never changed, only added to' using errcode = 'restrict_violation';
end
$$;

create trigger event_stays before update or delete on release.event for each row execute function engine.release_refuse_change();
create trigger event_stays_whole before truncate on release.event for each statement execute function engine.release_refuse_change();

create function engine.release_check_event() returns trigger language plpgsql as $$
declare
	last record;
begin
	select e.event_no, e.hash, e.at into last from release.event e order by e.event_no desc limit 1;
	if new.event_no <> coalesce(last.event_no, 0) + 1 or new.before <> coalesce(last.hash, '') or new.at < last.at
		or new.hash <> engine.release_event_hash(new.event_no, new.at, new.kind, new.release_id, new.person, new.detail, new.before) then
		raise exception 'line % does not follow on line % of the ledger of releases', new.event_no, coalesce(last.event_no, 0)
			using errcode = 'integrity_constraint_violation';
	end if;
	return new;
end
$$;

create trigger event_follows before insert on release.event for each row execute function engine.release_check_event();

-- ── what is public stays as it is ──
create function engine.release_is_public(state text) returns boolean language sql immutable parallel safe as $$
	select state in ('published', 'withdrawn', 'replaced')
$$;

-- Of a release that was published only the state goes on: it is withdrawn, or replaced by a correction.
create function engine.release_keep() returns trigger language plpgsql as $$
begin
	if engine.release_is_public(old.state) and (tg_op = 'DELETE' or (new.state <> old.state and new.state not in ('withdrawn', 'replaced'))
		or pg_catalog.to_jsonb(new) - 'state' <> pg_catalog.to_jsonb(old) - 'state') then
		raise exception 'release % was published and is never changed', old.release_id using errcode = 'restrict_violation';
	end if;
	return case when tg_op = 'DELETE' then old else new end;
end
$$;

create trigger release_stays before update or delete on release.release for each row execute function engine.release_keep();

create function engine.release_keep_rows() returns trigger language plpgsql as $$
declare
	kept text;
begin
	select min(r.release_id) into kept from changed c join release.release r on r.release_id = c.release_id where engine.release_is_public(r.state);
	if kept is not null then
		raise exception 'release % was published and is never changed', kept using errcode = 'restrict_violation';
	end if;
	return null;
end
$$;

create function engine.release_keep_table() returns trigger language plpgsql as $$
begin
	if exists (select from release.release r where engine.release_is_public(r.state)) then
		raise exception 'table % holds what was published and is never emptied', tg_table_name using errcode = 'restrict_violation';
	end if;
	return null;
end
$$;

create trigger release_stays_whole before truncate on release.release for each statement execute function engine.release_keep_table();
do $$
declare
	name text;
begin
	foreach name in array array['cell', 'sum', 'hidden', 'fact', 'list'] loop
		execute pg_catalog.format('create trigger %1$s_is_added after insert on release.%1$I referencing new table as changed
			for each statement execute function engine.release_keep_rows()', name);
		execute pg_catalog.format('create trigger %1$s_is_changed after update on release.%1$I referencing old table as changed
			for each statement execute function engine.release_keep_rows()', name);
		execute pg_catalog.format('create trigger %1$s_is_deleted after delete on release.%1$I referencing old table as changed
			for each statement execute function engine.release_keep_rows()', name);
		execute pg_catalog.format('create trigger %1$s_stays_whole before truncate on release.%1$I
			for each statement execute function engine.release_keep_table()', name);
	end loop;
end
$$;

-- ── what the desk looks at ──
-- Announced hours: the last one holds, all of them stay in the ledger.
create view engine.release_announced as
	select e.release_id, (pg_catalog.array_agg((e.detail ->> 'hour')::timestamptz order by e.event_no desc))[1] as hour,
		(pg_catalog.array_agg((e.detail ->> 'hour')::timestamptz order by e.event_no))[1] as first_hour,
		pg_catalog.count(*) - 1 as changes
	from release.event e
	where e.kind in ('announced', 'changed')
	group by e.release_id;

-- A release as it stands: what was said of it since it was prepared last.
create view engine.release_standing as
	select r.release_id, r.plan, r.params, r.run_no, r.as_at, r.jurisdiction, r.state, r.content, p.at as prepared_at, p.person as prepared_by,
		p.detail ->> 'replaces' as replaces,
		(select pg_catalog.string_agg(e.person, '; ' order by e.event_no) from release.event e
			where e.release_id = r.release_id and e.kind = 'approved' and e.event_no > p.event_no) as approved_by,
		(select max((e.detail ->> 'embargo')::timestamptz) from release.event e
			where e.release_id = r.release_id and e.kind = 'approved' and e.event_no > p.event_no) as embargo,
		(select pg_catalog.count(*) from release.event e, pg_catalog.jsonb_array_elements_text(e.detail -> 'access') a
			where e.release_id = r.release_id and e.kind = 'approved' and e.event_no > p.event_no) as access,
		(select e.detail ->> 'figures' from release.event e
			where e.release_id = r.release_id and e.kind = 'audited' and e.event_no > p.event_no order by e.event_no desc limit 1) as audited,
		(select e.detail ->> 'union' from release.event e
			where e.release_id = r.release_id and e.kind = 'audited' and e.event_no > p.event_no order by e.event_no desc limit 1) as audited_union,
		a.hour, a.first_hour, coalesce(a.changes, 0) as changes,
		(select e.at from release.event e where e.release_id = r.release_id and e.kind = 'published' order by e.event_no desc limit 1) as published_at,
		f.path, f.manifest, f.placed
	from release.release r
	left join lateral (select e.event_no, e.at, e.person, e.detail from release.event e
		where e.release_id = r.release_id and e.kind in ('prepared', 'corrected') order by e.event_no desc limit 1) p on true
	left join engine.release_announced a on a.release_id = r.release_id
	left join release.folder f on f.release_id = r.release_id;

-- What people saw when they audited and approved: the sha256 of all that the release is made of, in the order of keys.
create function engine.release_figures_hash(of_release text) returns text language sql stable as $$
	select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(
		(select pg_catalog.jsonb_build_array(r.plan, r.params, r.run_no, r.as_at, r.jurisdiction, r.content)
			from release.release r where r.release_id = of_release),
		(select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
				(pg_catalog.to_jsonb(c) - 'release_id')::text, E'\n' order by c.cell_no), 'UTF8')), 'hex')
			from release.cell c where c.release_id = of_release),
		(select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
				pg_catalog.concat_ws(',', s.sum_no, s.cell_no, s.factor), E'\n' order by s.sum_no, s.cell_no), 'UTF8')), 'hex')
			from release.sum s where s.release_id = of_release),
		(select pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
				(pg_catalog.to_jsonb(f) - 'release_id')::text, E'\n' order by f.name collate "C"), 'UTF8')), 'hex')
			from release.fact f where f.release_id = of_release),
		(select pg_catalog.jsonb_agg(pg_catalog.to_jsonb(l) - 'release_id' order by l.list_no)
			from release.list l where l.release_id = of_release))::text, 'UTF8')), 'hex')
$$;

-- ── what papers are made of ──
-- The release whose pages are made: shumar.release is set for the transaction.
create view released.release as
	select r.release_id, r.plan, r.params, r.run_no, r.as_at, r.jurisdiction, r.state
	from release.release r
	where r.release_id = pg_catalog.current_setting('shumar.release', true);

create view released.figure as
	select c.table_name, c.measure, c.place, c.kind, c.first_on, c.last_on, c.value,
		case when c.state = 'hidden' then 'hidden' else c.coverage end as coverage, c.provisional,
		c.revised
	from release.cell c
	where c.release_id = pg_catalog.current_setting('shumar.release', true) and c.table_name is not null;

create view released.fact as
	select f.name, f.value
	from release.fact f
	where f.release_id = pg_catalog.current_setting('shumar.release', true);

-- What a release's papers say of the next one: the first hour announced after their own.

create view released.next as
	select a.release_id, (a.hour at time zone engine.zone_of(r.jurisdiction))::date as on_date,
		pg_catalog.to_char(a.hour at time zone engine.zone_of(r.jurisdiction), 'HH24:MI') as at_hour
	from release.release r
	left join engine.release_announced own on own.release_id = r.release_id
	join engine.release_announced a on a.hour > coalesce(own.hour, r.as_at)
	left join release.release other on other.release_id = a.release_id
	where r.release_id = pg_catalog.current_setting('shumar.release', true)
		and coalesce(other.state, '') not in ('refused', 'withdrawn', 'replaced')
		and exists (select from release.event e where e.release_id = a.release_id and e.kind = 'announced'
			and e.detail ->> 'jurisdiction' = r.jurisdiction)
	order by a.hour, a.release_id collate "C"
	limit 1;

do $$
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_press') then
		grant select on released.release, released.figure, released.fact, released.next to shumar_press;
	end if;
end
$$;
