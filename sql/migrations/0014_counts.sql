-- kind: script
-- purpose: published counts as a feed and a fact of their own
-- locks: new objects, and the plan of distribution
--
-- A published table is no list of records: each of its figures is a row, with the area, the head and the item that it
-- counts and the period. Figures of other countries stand here too, so the jurisdiction is part of every cell:
-- "Punjab" is a state of India as well.

create or replace function etl.feeds() returns text[] language sql immutable parallel safe as $$
	select array['case', 'accused', 'outcome', 'complaint', 'outreach', 'referral', 'training', 'count']
$$;

-- The column of a fact that says on which day its event was.
create or replace function etl.fact_day(fact_name text) returns text language sql immutable parallel safe as $$
	select case fact_name when 'complaint' then 'received_on' when 'outreach' then 'held_on' when 'referral' then 'referred_on'
		when 'training' then 'completed_on' when 'count' then 'period_from' else 'registered_on' end
$$;

-- Whether rows of a feed name their district: not where they belong to a case, and not in published counts.
create function etl.has_district(feed_name text) returns boolean language sql immutable parallel safe as $$
	select feed_name not in ('accused', 'outcome', 'count')
$$;

-- Spellings of districts become codes.
create or replace function etl.stage_resolve_districts(feed_name text) returns void language plpgsql as $$
declare
	spellings text[];
	codes text[];
begin
	if not etl.has_district(feed_name) then
		return;
	end if;
	-- a feed spells few districts: they are looked up once each, and mostly there is none to be replaced
	execute pg_catalog.format('select pg_catalog.array_agg(n.district), pg_catalog.array_agg(a.code)
		from (select s.district from stage.%I s group by s.district) n
		join ref.district_alias a on a.alias = pg_catalog.lower(pg_catalog.btrim(n.district)) and n.district <> a.code
		where not exists (select from ref.district d where d.code = n.district)', feed_name) into spellings, codes;
	if spellings is not null then
		execute pg_catalog.format('update stage.%I s set district = a.code
			from rows from (pg_catalog.unnest($1), pg_catalog.unnest($2)) as a (spelling, code)
			where s.district = a.spelling', feed_name) using spellings, codes;
	end if;
end
$$;

-- The rules that hold for every feed: what its fact cannot do without is there, its district exists, its key is its own.
create or replace function etl.refuse_common(feed_name text) returns void language plpgsql as $$
declare
	faults text;
	any_fault text;
	keys text := etl.key_list(feed_name, 'd');
begin
	select pg_catalog.string_agg(pg_catalog.format('case when %s then %L end', c.fault, c.name), ', '),
		pg_catalog.string_agg(c.fault, ' or ')
	into faults, any_fault
	from (select f.name, case f.type when 'text' then pg_catalog.format('coalesce(pg_catalog.btrim(s.%I), '''') = ''''', f.name)
			else pg_catalog.format('s.%I is null', f.name) end as fault
		from etl.feed_columns(feed_name) f where f.required) c;
	perform etl.refuse(feed_name, 'row', 'missing-value', null, 'Fill it in at the source; the record comes with the next run.',
		pg_catalog.format('select s.source, s.row_no, m.fields as field,
			pg_catalog.format(''The record cannot be counted, because this is not filled in: %%s.'', m.fields) as reason
		from stage.%I s cross join lateral (select pg_catalog.concat_ws('', '', %s) as fields) m where %s',
		feed_name, faults, any_fault));
	if etl.has_district(feed_name) then
		perform etl.refuse(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			pg_catalog.format('select s.source, s.row_no, pg_catalog.format(''There is no district ''''%%s''''.'', s.district) as reason
			from stage.%I s join stage.source g on g.source = s.source
			where not exists (select from ref.district d where d.code = s.district and d.jurisdiction = g.jurisdiction)', feed_name));
	end if;
	-- the row counted is the first of its file, or else the one of the lowest hash: the same in whatever order they come
	perform etl.refuse(feed_name, 'row', 'duplicate-key', pg_catalog.array_to_string(etl.fact_keys(feed_name), ', '),
		'Remove the second entry at the source, or give it a number of its own.',
		pg_catalog.format('with twice as materialized (select %1$s from stage.%2$I d group by %1$s having pg_catalog.count(*) > 1)
		select n.source, n.row_no, ''The same record was given twice; the first one is counted.'' as reason
		from (select d.source, d.row_no, pg_catalog.row_number() over (partition by %1$s
				order by etl.origin_file(d.origin) collate "C", etl.origin_line(d.origin), d.feed_hash, d.row_no) as place
			from stage.%2$I d
			join twice on %3$s) n
		where n.place > 1', keys, feed_name, etl.key_join(feed_name, 'd', 'twice')));
end
$$;

-- ── tables of a fact ──
-- Gives fact.<fact_name>, which has its primary key, all that the engine keeps beside a fact: closed versions, the
-- change of the run at work, keys gone, and the views that cubes and reports read.
create function etl.fact_equip(fact_name text) returns void language plpgsql as $$
declare
	history text := fact_name || '_history';
	keys text := pg_catalog.replace(etl.key_list(fact_name, 'x'), 'x.', '');
	columns text := pg_catalog.array_to_string(etl.fact_columns(fact_name), ', ');
begin
	execute pg_catalog.format('alter table fact.%I set (fillfactor = 90)', fact_name);
	execute pg_catalog.format('create table fact.%I (like fact.%I, run_to bigint not null)', history, fact_name);
	execute pg_catalog.format('create index %I on fact.%I (run_to)', history || '_run', history);
	execute pg_catalog.format('create index %I on fact.%I (%s)', history || '_key', history, keys);
	execute pg_catalog.format('create index on fact.%I (run_from)', history);
	execute pg_catalog.format('create unlogged table stage.%I (like fact.%I, sign integer not null)', 'delta_' || fact_name, fact_name);
	execute pg_catalog.format('create unlogged table stage.%I as select source, %s from fact.%I with no data', 'gone_' || fact_name, keys,
		fact_name);
	execute pg_catalog.format('create view etl.%I as select %s, d.sign from stage.%I d', 'delta_' || fact_name, columns, 'delta_' || fact_name);
	execute pg_catalog.format('create view etl.%I as select %s, 1 as sign from fact.%I f', 'all_' || fact_name, columns, fact_name);
	execute pg_catalog.format('create view etl.%1$I as
		select %2$s, -1 as sign from fact.%3$I f where etl.signed() = ''since'' and f.run_from > etl.as_of()
		union all select %2$s, 1 from fact.%4$I h where etl.signed() = ''since'' and h.run_to > etl.as_of()
			and h.run_from <= etl.as_of()
		union all select %2$s, 1 from fact.%3$I f where etl.signed() = ''run'' and f.run_from = etl.as_of()
		union all select %2$s, 1 from fact.%4$I h where etl.signed() = ''run'' and h.run_from = etl.as_of()
		union all select %2$s, -1 from fact.%4$I h where etl.signed() = ''run'' and h.run_to = etl.as_of()',
		'signed_' || fact_name, columns, fact_name, history);
	execute pg_catalog.format('create view etl.%1$I as
		select %2$s, f.run_from, null::bigint as run_to from fact.%3$I f where f.run_from <= coalesce(etl.as_of(), f.run_from)
		union all
		select %2$s, h.run_from, h.run_to from fact.%4$I h where h.run_from <= etl.as_of() and h.run_to > etl.as_of()',
		'known_' || fact_name, columns, fact_name, history);
end
$$;

-- ── published counts ──
create unlogged table stage.count (
	source text not null, row_no bigint not null, origin text, feed_hash uuid not null,
	count_key uuid, area text, head text, item text, period_from date, period_to date, value bigint, decimals integer
);
create unlogged table stage.whole_count (like stage.count);
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
);
select etl.fact_equip('count');

create view stage.checked_count as
	select s.*, g.as_at_on from stage.count s join stage.source g on g.source = s.source;
create view stage.image_count as
	select s.count_key, s.source, g.jurisdiction, s.area, s.head, s.item, s.period_from, s.period_to, s.value,
		coalesce(s.decimals, 0) as decimals, s.feed_hash
	from stage.count s
	join stage.source g on g.source = s.source;
