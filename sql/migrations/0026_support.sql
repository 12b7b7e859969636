-- kind: script
-- purpose: what the outreach and support paper asks: tehsils, the hour of a complaint, whether feedback was asked for, where trained officers serve
-- locks: fact.complaint and fact.training for the time of the change
--
-- Two columns of feeds are new, and a mapping need not yield them: complaint.feedback (answered, refused, not_asked) and
-- training.station. Where a source does not say them they are null, and reports say so.

-- ── tehsils ──
-- Those of a district's time; a district that was cut gave some to its child. What records write is matched by name, Urdu
-- name, code and spellings, folded (ref.tehsil_of); facts and cubes keep it as it was written, so a better list needs no new run.
create table ref.tehsil (
	jurisdiction text not null,
	district text not null,
	code text not null,                -- within its district
	name_en text not null,
	name_ur text not null,
	spellings text,                    -- parted by semicolons
	valid_from date,                   -- null: since before the records begin
	valid_to date,
	verified boolean not null,         -- false: from general knowledge, not held against a notification
	primary key (district, code)
);

-- A name as it is compared, for roles that may not look into schema etl.
create function ref.folded(given text) returns text language plpgsql immutable strict parallel safe security definer
set search_path = pg_catalog as $$
begin
	return etl.fold(given);
end
$$;

create function ref.tehsil_names() returns table (district text, word text, code text, valid_from date, valid_to date)
language sql stable as $$
	select distinct t.district, ref.folded(n.name), t.code, t.valid_from, t.valid_to
	from ref.tehsil t
	cross join lateral (
		select pg_catalog.unnest(array[t.name_en, t.name_ur, t.code])
		union all
		select s.name from pg_catalog.regexp_split_to_table(coalesce(t.spellings, ''), '\s*;\s*') as s (name) where s.name <> ''
	) as n (name)
$$;

-- Code of the tehsil that a record of a day means; null where it is not listed. "Tehsil X" and "X Tehsil" are X.
create function ref.tehsil_of(of_district text, given text, on_day date) returns text language sql stable as $$
	select min(n.code) from ref.tehsil_names() n
	where n.district = of_district and n.word = ref.folded(pg_catalog.regexp_replace(
			pg_catalog.regexp_replace(given, '^\s*(tehsil|تحصیل)\s+', '', 'i'), '\s+(tehsil|تحصیل)\s*$', '', 'i'))
		and coalesce(n.valid_from, '-infinity') <= on_day and coalesce(n.valid_to, 'infinity') >= on_day
	having pg_catalog.count(distinct n.code) = 1
$$;

-- ── columns of facts ──
-- The views of a fact know the columns that it had when they were made. Brings them to those it has now; new ones come last,
-- so that what reads the views stays as it is.
create function etl.fact_widen(fact_name text) returns void language plpgsql as $$
declare
	history text := fact_name || '_history';
	view_name text;
	early text;
	late text;
begin
	foreach view_name in array array['delta', 'all', 'signed', 'known', 'version'] loop
		-- the columns before the view's own, and those that are not among them
		select pg_catalog.string_agg('f.' || c.name, ', ' order by c.place) filter (where c.is_early),
			coalesce(pg_catalog.string_agg(', f.' || c.name, '' order by c.place) filter (where not c.is_early), '')
		into early, late
		from (
			select n.name, n.place, coalesce(a.attnum < (select min(o.attnum) from pg_catalog.pg_attribute o
				where o.attrelid = a.attrelid and o.attnum > 0 and o.attname in ('sign', 'run_from', 'row_key')), false) as is_early
			from pg_catalog.unnest(etl.fact_columns(fact_name)) with ordinality as n (name, place)
			left join pg_catalog.pg_attribute a on a.attrelid = pg_catalog.format('etl.%I', view_name || '_' || fact_name)::pg_catalog.regclass
				and pg_catalog.quote_ident(a.attname) = n.name and a.attnum > 0
		) c;
		execute pg_catalog.format('create or replace view etl.%I as ', view_name || '_' || fact_name) || pg_catalog.format(case view_name
			when 'delta' then 'select %1$s, f.sign%2$s from stage.%5$I f'
			when 'all' then 'select %1$s, 1 as sign%2$s from fact.%3$I f'
			when 'signed' then 'select %1$s, -1 as sign%2$s from fact.%3$I f where etl.signed() = ''since'' and f.run_from > etl.as_of()
				union all select %1$s, 1%2$s from fact.%4$I f where etl.signed() = ''since'' and f.run_to > etl.as_of()
					and f.run_from <= etl.as_of()
				union all select %1$s, 1%2$s from fact.%3$I f where etl.signed() = ''run'' and f.run_from = etl.as_of()
				union all select %1$s, 1%2$s from fact.%4$I f where etl.signed() = ''run'' and f.run_from = etl.as_of()
				union all select %1$s, -1%2$s from fact.%4$I f where etl.signed() = ''run'' and f.run_to = etl.as_of()'
			when 'known' then 'select %1$s, f.run_from, null::bigint as run_to%2$s from fact.%3$I f
					where f.run_from <= coalesce(etl.as_of(), f.run_from)
				union all
				select %1$s, f.run_from, f.run_to%2$s from fact.%4$I f where f.run_from <= etl.as_of() and f.run_to > etl.as_of()'
			else 'select %1$s, %6$s as row_key, pg_catalog.left(f.%7$s::text, 8) as record, f.run_from, null::bigint as run_to,
					exists (select from fact.%4$I p where p.run_to = f.run_from and %8$s) as follows, false as goes_on%2$s
				from fact.%3$I f
				union all
				select %1$s, %6$s, pg_catalog.left(f.%7$s::text, 8), f.run_from, f.run_to,
					exists (select from fact.%4$I p where p.run_to = f.run_from and %8$s),
					exists (select from fact.%4$I p where p.run_from = f.run_to and %8$s)
						or exists (select from fact.%3$I p where p.run_from = f.run_to and %8$s)%2$s
				from fact.%4$I f' end,
			early, late, fact_name, history, 'delta_' || fact_name, etl.key_text(fact_name, 'f'),
			pg_catalog.quote_ident((etl.fact_keys(fact_name))[pg_catalog.array_length(etl.fact_keys(fact_name), 1)]),
			etl.key_join(fact_name, 'p', 'f'));
	end loop;
end
$$;

drop view stage.image_complaint, stage.checked_complaint, stage.image_training, stage.checked_training;
alter table stage.complaint add column feedback text;
alter table stage.whole_complaint add column feedback text;
alter table stage.delta_complaint add column received_hour integer, add column feedback text;
alter table fact.complaint add column received_hour integer, add column feedback text;
alter table fact.complaint_history add column received_hour integer, add column feedback text;
comment on column fact.complaint.received_hour is 'hour of the day in the source''s time zone; null where that is not known';
comment on column fact.complaint.feedback is 'answered, refused or not_asked; null where the source does not say';
alter table stage.training add column station text;
alter table stage.whole_training add column station text;
alter table stage.delta_training add column station text;
alter table fact.training add column station text;
alter table fact.training_history add column station text;
comment on column fact.training.station is 'where the officer is posted; null where the source does not say';

-- What is known already has its hour at once, and counts as unchanged. What the sources say of the other columns comes when
-- they are read whole, which a changed mapping brings about.
update fact.complaint f set received_hour = extract(hour from f.received_at at time zone s.timezone)::integer
from etl.source s where s.source = f.source and s.timezone is not null;
update fact.complaint_history f set received_hour = extract(hour from f.received_at at time zone s.timezone)::integer
from etl.source s where s.source = f.source and s.timezone is not null;

select etl.fact_widen('complaint');
select etl.fact_widen('training');

create view stage.checked_complaint as
	select s.*, (s.received_at at time zone g.timezone)::date as received_on,
		(s.responded_at at time zone g.timezone)::date as responded_on, g.as_at_on, g.latest_on, g.timezone
	from stage.complaint s
	join stage.source g on g.source = s.source;
create view stage.image_complaint as
	select s.complaint_key, s.source, s.district, s.received_at, s.received_on,
		coalesce(s.channel, 'station') as channel, coalesce(s.kind, 'other') as kind, s.responded_at,
		coalesce(s.disposal, 'open') as disposal, s.disposed_on, s.case_key, s.satisfaction,
		extract(hour from s.received_at at time zone s.timezone)::integer as received_hour, s.feedback, s.feed_hash
	from stage.checked_complaint s;
create view stage.checked_training as
	select s.*, g.as_at_on, g.latest_on from stage.training s join stage.source g on g.source = s.source;
create view stage.image_training as
	select s.training_key, s.source, s.district, s.officer_key, s.unit, s.course, s.completed_on, s.station, s.feed_hash
	from stage.training s;

-- ── trained officers ──
-- Officers counted once each, by the day of their first course and the place of their last: what no sum over courses can
-- say. As of a run, like the cubes. No officer is told apart in it.
create view report.trained_officers as
	with course as (
		select f.source, f.officer_key, f.district, f.station, f.unit, f.completed_on,
			pg_catalog.row_number() over (partition by f.source, f.officer_key order by f.completed_on desc, f.training_key) as place,
			min(f.completed_on) over (partition by f.source, f.officer_key) as first_on
		from etl.known_training f
	)
	select c.district, c.station, c.unit, c.first_on, pg_catalog.count(*) as officers
	from course c
	where c.place = 1
	group by c.district, c.station, c.unit, c.first_on;
comment on view report.trained_officers is 'officers who completed any course, by the day of the first one and where they serve';

do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute pg_catalog.format('grant select on report.trained_officers, ref.tehsil to %I', reader);
	end loop;
end
$$;
