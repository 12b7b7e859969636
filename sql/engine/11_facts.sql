-- kind: script
-- purpose: the facts in their order, their keys and columns, and texts made of these
-- locks: new objects only

-- The feeds in the order in which their facts are made: an accused carries columns of its case.
create function engine.feeds() returns text[] language sql immutable parallel safe as $$
	select array['case', 'accused', 'outcome', 'complaint', 'outreach', 'referral', 'training', 'count']
$$;

-- All facts in the order in which they may be told: those that sources give, and the one that is made of them.
create function engine.facts() returns text[] language sql immutable parallel safe as $$
	select engine.feeds() || 'course'::text
$$;

-- Columns of a fact that a feed has to give: name and type in the stage, and whether each row needs it.
create function engine.feed_columns(feed text)
returns table (name text, type text, required boolean) language sql stable as $$
	select s.attname::text, pg_catalog.format_type(s.atttypid, null), coalesce(f.attnotnull and not f.atthasdef, false)
	from pg_catalog.pg_attribute s
	left join pg_catalog.pg_attribute f
		on f.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', feed)) and f.attname = s.attname
	where s.attrelid = pg_catalog.to_regclass(pg_catalog.format('stage.%I', feed)) and s.attnum > 0
		and not s.attisdropped and s.attname not in ('source', 'row_no', 'feed_hash')
	order by s.attnum
$$;

create function engine.fact_keys(fact_name text) returns text[] language sql stable as $$
	select array_agg(a.attname::text order by k.place)
	from pg_catalog.pg_index i
	cross join lateral pg_catalog.unnest(i.indkey) with ordinality as k (attnum, place)
	join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
	where i.indrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and i.indisprimary
$$;

-- Every column of a fact but row_hash and run_from, quoted, in order.
create function engine.fact_columns(fact_name text) returns text[] language sql stable as $$
	select array_agg(pg_catalog.quote_ident(a.attname) order by a.attnum)
	from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and a.attnum > 0
		and not a.attisdropped and a.attname not in ('feed_hash', 'run_from')
$$;

-- The column of a fact that says on which day its event was.
create function engine.fact_day(fact_name text) returns text language sql immutable parallel safe as $$
	select case fact_name when 'complaint' then 'received_on' when 'outreach' then 'held_on' when 'referral' then 'referred_on'
		when 'training' then 'completed_on' when 'count' then 'period_from' else 'registered_on' end
$$;

-- Whether rows of a feed name their district: not where they belong to a case, and not in published counts.
create function engine.has_district(feed_name text) returns boolean language sql immutable parallel safe as $$
	select feed_name not in ('accused', 'outcome', 'count')
$$;

-- Columns that a fact takes from others: a change of these alone is none of the record itself. A course takes all.
create function engine.derived_columns(fact_name text, why text) returns text[] language sql immutable parallel safe as $$
	select case
		when fact_name = 'case' and why = 'reclassified' then array['category']
		when fact_name in ('accused', 'outcome') and why = 'case' then array['district', 'station', 'registered_on', 'category', 'channel']
		when fact_name = 'accused' and why = 'outcome' then array['decided_on', 'outcome', 'outcome_class', 'sentence_kind', 'sentence_months']
		when fact_name = 'course' and why = 'case' then array['source', 'district', 'station', 'registered_on', 'category', 'channel', 'status',
			'status_on']
		when fact_name = 'course' and why = 'outcome' then array['accused', 'first_arrested_on', 'first_challaned_on', 'convicted_on',
			'disposed_on', 'disposal']
		else '{}' end
$$;

-- ── texts of statements ──
-- " a.k1 = b.k1 and a.k2 = b.k2" of a fact's keys.
create function engine.key_join(fact_name text, a text, b text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%1$s.%3$I = %2$s.%3$I', a, b, k.name), ' and ' order by k.place)
	from pg_catalog.unnest(engine.fact_keys(fact_name)) with ordinality as k (name, place)
$$;

-- "a.k1, a.k2".
create function engine.key_list(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s.%I', a, k.name), ', ' order by k.place)
	from pg_catalog.unnest(engine.fact_keys(fact_name)) with ordinality as k (name, place)
$$;

-- The keys of a row as one text, as etl.reject.row_key has them; null when one is missing.
create function engine.key_text(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s.%I::text', a, k.name), ' || ''|'' || ' order by k.place)
	from pg_catalog.unnest(engine.fact_keys(fact_name)) with ordinality as k (name, place)
$$;

-- The same text taken apart again: "split_part(a.row_key, '|', 1)::uuid as k1, …".
create function engine.key_parts(fact_name text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('pg_catalog.split_part(%s.row_key, ''|'', %s)::uuid as %I', a, k.place, k.name),
		', ' order by k.place)
	from pg_catalog.unnest(engine.fact_keys(fact_name)) with ordinality as k (name, place)
$$;

-- Columns that a feed gives, quoted, without origin.
create function engine.feed_list(feed text, a text) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s%I', a, c.name), ', ')
	from engine.feed_columns(feed) c where c.name <> 'origin'
$$;

create function engine.any_row(relation text) returns boolean language plpgsql as $$
declare
	found_one boolean;
begin
	execute 'select exists (select from ' || relation::pg_catalog.regclass || ')' into found_one;
	return found_one;
end
$$;
