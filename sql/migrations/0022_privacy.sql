-- kind: script
-- purpose: what values may be: coded columns and their lists, stations, values that are withheld; exceptions told of with each run
-- locks: the altered tables

-- what a source's declaration lets in although it sounds like personal data, with its reasons
alter table stage.source add column exceptions text;
alter table etl.run_source add column exceptions text;

-- ── lists ──
-- Columns of feeds that take words of a list, or words of a form (words, number, section).
create table ref.coded_column (
	feed text not null,
	name text not null,
	list text,                         -- of ref.coded_value; case_status and the like are tables of their own
	form text check (form in ('words', 'number', 'section')),
	severity text not null check (severity in ('row', 'field', 'warning')),
	fault text not null,               -- code of the refusal
	primary key (feed, name)
);
create table ref.coded_value (
	list text not null,
	code text not null,
	name_en text not null,
	name_ur text not null,
	primary key (list, code)
);
-- Stations that a jurisdiction has; a source can give its own beside them (stations.sql of its mapping).
create table ref.station (
	jurisdiction text not null,
	district text not null,
	name text not null,
	primary key (jurisdiction, district, name)
);

-- ── values that were withheld while they streamed ──
-- In their place stands what they are like: "‹withheld: a phone number, row 7›", "‹unlisted: 2 words, 12 letters (Latin)›"
-- (etl/coded.h). The row or field is refused, and neither the stage nor a ledger has ever held the value.
create function etl.withheld(value text, what text) returns text language sql immutable parallel safe as $$
	select pg_catalog.substring(value, '^‹' || what || ': (.*)›$')
$$;
-- "2 words, 14 characters", for values that an earlier version let in.
create function etl.outline(value text) returns text language sql immutable parallel safe as $$
	select coalesce(etl.withheld(value, 'unlisted'), pg_catalog.format('%s words, %s characters',
		pg_catalog.cardinality(pg_catalog.regexp_split_to_array(pg_catalog.btrim(value), '\s+')), pg_catalog.length(value)))
$$;

-- Refuses what was withheld, before every other rule.
create function etl.refuse_withheld(feed_name text) returns void language plpgsql as $$
declare
	c record;
begin
	for c in select f.name, f.type from etl.feed_columns(feed_name) f where f.type in ('text', 'text[]') and f.name <> 'origin' loop
		perform etl.refuse(feed_name, 'row', 'personal-data', c.name,
			'Take it out of this field at the source; the record comes with the next run.',
			pg_catalog.format($sql$select s.source, s.row_no,
					pg_catalog.format('The %%s holds %%s, which is not taken in.', %1$L, etl.withheld(x.value, 'withheld')) as reason
				from stage.%2$I s
				cross join lateral (select min(e.value) as value from pg_catalog.unnest(%3$s) as e (value) where e.value like '‹withheld: %%') x
				where %4$s$sql$,
				pg_catalog.replace(c.name, '_', ' '), feed_name,
				case c.type when 'text' then pg_catalog.format('array[s.%I]', c.name) else pg_catalog.format('s.%I', c.name) end,
				case c.type when 'text' then pg_catalog.format('s.%I like ''‹withheld: %%''', c.name) else 'x.value is not null' end));
	end loop;
	for c in select k.name, k.severity, k.fault, k.list, k.form from ref.coded_column k
		where k.feed = feed_name and k.form is distinct from 'section' order by k.name
	loop
		perform etl.refuse(feed_name, c.severity, c.fault, c.name,
			case when c.list is not null then 'Choose one of the list at the source, or have it added to the list.'
				else 'Correct it at the source: this takes a short name or number, and no remark.' end,
			pg_catalog.format($sql$select s.source, s.row_no, pg_catalog.format(%1$L, %2$L, etl.withheld(s.%3$I, 'unlisted')) as reason
				from stage.%4$I s where s.%3$I like '‹unlisted: %%'$sql$,
				case when c.form is null then 'The %s is none of the list (%s).'
					when c.list is not null then 'The %s is none that is known (%s).' else 'The %s has not the form of one (%s).' end,
				pg_catalog.replace(c.name, '_', ' '), c.name, feed_name));
	end loop;
end
$$;

-- ── what is not recorded is no zero ──
-- A session of which nobody wrote down who came was held before no women until now.
alter table fact.outreach alter column attended_women drop not null, alter column attended_women drop default,
	alter column attended_men drop not null, alter column attended_men drop default;
alter table stage.delta_outreach alter column attended_women drop not null, alter column attended_men drop not null;
alter table fact.outreach_history alter column attended_women drop not null, alter column attended_men drop not null;
create or replace view stage.image_outreach as
	select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
		s.attended_women, s.attended_men, s.partner, s.feed_hash
	from stage.outreach s;
-- which of the zeros are none is known at the source: they count as changed at the next whole reading
update fact.outreach set feed_hash = '00000000-0000-0000-0000-000000000000' where attended_women = 0 or attended_men = 0;
