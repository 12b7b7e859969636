-- kind: script
-- purpose: the facts in their order, their keys and columns
-- locks: new objects only

-- Facts are declared in sql/facts/, a file each; etl.fact has what its header says. An image is a view (50).
--
-- feeds: what sources give, in the order in which it is staged, checked and told. facts: these and what is made of them. Both are
-- constants for the planner.
do $$
begin
	execute (select format('create function engine.feeds() returns text[] language sql immutable parallel safe as $f$ select %L::text[] $f$',
		array_agg(f.fact order by f.place)) from etl.fact f where f.is_feed);
	execute (select format('create function engine.facts() returns text[] language sql immutable parallel safe as $f$ select %L::text[] $f$',
		array_agg(f.fact order by f.place)) from etl.fact f);
end
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
	select f.keys from etl.fact f where f.fact = fact_name
$$;

-- Every column of a fact but feed_hash and run_from, quoted, in order.
create function engine.fact_columns(fact_name text) returns text[] language sql stable as $$
	select array_agg(pg_catalog.quote_ident(a.attname) order by a.attnum)
	from pg_catalog.pg_attribute a
	where a.attrelid = pg_catalog.to_regclass(pg_catalog.format('fact.%I', fact_name)) and a.attnum > 0
		and not a.attisdropped and a.attname not in ('feed_hash', 'run_from')
$$;

-- Whether rows of a feed name their district: not where they belong to a case, and not in published counts.
create function engine.has_district(feed_name text) returns boolean language sql stable as $$
	select f.names_district from etl.fact f where f.fact = feed_name
$$;

-- Columns that a fact takes from another, or from any (null): a change of these alone is none of the record itself. A lifecycle takes all.
create function engine.inherited_columns(fact_name text, from_fact text) returns text[] language sql stable as $$
	select array(select c.name from etl.fact f
		cross join lateral pg_catalog.jsonb_each(f.inherits) as i (from_fact, columns)
		cross join lateral pg_catalog.jsonb_array_elements_text(i.columns) as c (name)
		where f.fact = fact_name and (inherited_columns.from_fact is null or i.from_fact = inherited_columns.from_fact))
$$;

create function engine.any_row(relation text) returns boolean language plpgsql as $$
declare
	found_one boolean;
begin
	execute 'select exists (select from ' || relation::pg_catalog.regclass || ')' into found_one;
	return found_one;
end
$$;
