-- kind: script
-- purpose: marks: how a step that does the same for every fact is written once
-- locks: new objects only

-- ── what marks stand for ──
-- A step that does the same for every fact is written once. What stands between the lines "-- @each KIND@" and "-- @end@" is rendered
-- for each fact of that kind when the engine is made; lines from "-- @only KIND@" or "-- @not KIND@" to "-- @all@" are for some of them.
-- KIND is one of engine.is_kind. Marks in these lines are names between two @, some with prefixes of columns: @keys f@ is "f.k1, f.k2".
-- A name that stands for itself is quoted by who writes it: fact."@fact@", stage.delta_@fact@, '@fact@'.
create function engine.is_kind(fact_name text, kind text) returns boolean language sql stable as $$
	select case
		when kind = 'fact' then true
		when kind = 'feed' then f.is_feed
		when kind = 'district' then f.is_feed and f.names_district
		when kind = 'record' then f.record <> '{}'
		when kind ~ '^feed of .' then f.is_feed and f.inherits ? pg_catalog.substr(kind, 9)
		when kind ~ '^for .' then (select t.inherits ? f.fact from etl.fact t where t.fact = pg_catalog.substr(kind, 5))
		when kind ~ '^has .' then pg_catalog.quote_ident(pg_catalog.substr(kind, 5)) = any (engine.fact_columns(f.fact))
		when kind = 'with events' then f.events <> '{}'
		when kind = 'with a figure' then f.figure is not null
		when kind = 'feed with a figure' then f.is_feed and f.figure is not null
		when kind = 'keyed by a case' then f.keys = '{case_key}'
		when kind = any (engine.facts()) then f.fact = kind end
	from etl.fact f where f.fact = fact_name
$$;

-- TEXT for each of some names, with % in place of the name, joined by BETWEEN.
create function engine.listed(names text[], template text, between_two text) returns text language sql immutable as $$
	select pg_catalog.string_agg(pg_catalog.replace(template, '%', n.name), between_two order by n.place)
	from pg_catalog.unnest(names) with ordinality as n (name, place)
$$;

-- Columns that a feed gives, in order: all but origin, those that are no keys, or those that hold texts.
create function engine.given_columns(feed text, which text) returns text[] language sql stable as $$
	select pg_catalog.array_agg(c.name order by c.place)
	from engine.feed_columns(feed) with ordinality as c (name, type, required, place)
	where c.name <> 'origin' and case which when 'all' then true
		when 'no keys' then c.name <> all (engine.fact_keys(feed)) when 'texts' then c.type in ('text', 'text[]') end
$$;

-- Columns without which a row cannot be counted, and what is so when one is not filled in.
create function engine.needed(feed text, a text) returns table (name text, fault text) language sql stable as $$
	select c.name, case c.type when 'text' then 'coalesce(pg_catalog.btrim(' || a || c.name || '), '''') = ''''' else a || c.name || ' is null' end
	from engine.feed_columns(feed) c where c.required
$$;

-- The text for a mark of a fact; null where there is no such mark, or the fact has nothing for it.
create function engine.mark(fact_name text, mark text, a text, b text) returns text language sql stable as $$
	select case mark
		when 'fact' then f.fact
		when 'day' then f.day
		when 'area' then f.area
		when 'keys' then engine.listed(f.keys, a || '%', ', ')
		when 'first_key' then f.keys[1]
		when 'last_key' then f.keys[pg_catalog.cardinality(f.keys)]
		-- "a.k1 = b.k1 and a.k2 = b.k2"
		when 'same_key' then engine.listed(f.keys, a || '% = ' || b || '%', ' and ')
		-- the keys of a row as one text, as etl.reject.row_key has them, null when one is missing; and taken apart again
		when 'key_text' then engine.listed(f.keys, a || '%::text', ' || ''|'' || ')
		when 'key_parts' then (select pg_catalog.string_agg('pg_catalog.split_part(' || a || 'row_key, ''|'', ' || k.place || ')::uuid as ' || k.name,
			', ' order by k.place) from pg_catalog.unnest(f.keys) with ordinality as k (name, place))
		-- columns of the fact, but feed_hash and run_from; "c = a.c" of those that are no keys
		when 'columns' then engine.listed(engine.fact_columns(f.fact), a || '%', ', ')
		when 'columns_but_source' then engine.listed(pg_catalog.array_remove(engine.fact_columns(f.fact), 'source'), a || '%', ', ')
		when 'setting' then engine.listed(array(select c.name from pg_catalog.unnest(engine.fact_columns(f.fact)) with ordinality as c (name, place)
			where c.name <> all (f.keys) order by c.place), '% = ' || a || '%', ', ')
		-- columns that the feed gives, but origin
		when 'given' then engine.listed(engine.given_columns(f.fact, 'all'), a || '%', ', ')
		-- names of those that are needed and not filled in, as a list of expressions; and whether there is one
		when 'missing' then (select pg_catalog.string_agg('case when ' || n.fault || ' then ''' || n.name || ''' end', ', ')
			from engine.needed(f.fact, a) n)
		when 'is_missing' then (select pg_catalog.string_agg(n.fault, ' or ') from engine.needed(f.fact, a) n)
		-- names of those in which two rows of a key differ
		when 'differing' then engine.listed(engine.given_columns(f.fact, 'no keys'),
			'case when ' || a || '% is distinct from ' || b || '% then ''%'' end', ', ')
		-- those that hold texts: "(1, 'name', array[a.name])", and as a list
		when 'texts' then (select pg_catalog.string_agg('(' || c.place || ', ''' || c.name || ''', '
			|| case c.type when 'text' then 'array[' || a || c.name || ']' else a || c.name end || ')', ', ' order by c.place)
			from engine.feed_columns(f.fact) with ordinality as c (name, type, required, place)
			where c.name <> 'origin' and c.type in ('text', 'text[]'))
		when 'all_texts' then engine.listed(engine.given_columns(f.fact, 'texts'), a || '%', ', ')
		-- whether a row w that landed from a source g, or the fact f of its key, is of the period that a back-fill takes; what belongs to
		-- a case also when that is: cases were reduced first, and a new one is no fact yet
		when 'in_period' then '(g.extent <> ''period'' or ' || coalesce(f.landed, 'w.' || f.day) || ' between g.period_from and g.period_to or f.'
			|| f.day || ' between g.period_from and g.period_to'
			|| case when f.inherits ? 'case' then ' or w.case_key in (select k.case_key from stage."case" k)' else '' end || ')'
		-- columns that reference data decide, and those that it takes from a case or from any fact
		when 'classified' then pg_catalog.quote_literal(f.classified) || '::text[]'
		when 'taken_of_case' then pg_catalog.quote_literal(engine.inherited_columns(f.fact, 'case')) || '::text[]'
		when 'taken' then pg_catalog.quote_literal(engine.inherited_columns(f.fact, null)) || '::text[]'
		-- its figure, and its events e with their days
		when 'figure' then f.figure[1]
		when 'figure_class' then f.figure[2]
		when 'figure_day' then f.figure[3]
		when 'events' then (select pg_catalog.string_agg('(''' || e.name || ''')', ', ') from pg_catalog.jsonb_object_keys(f.events) e (name))
		when 'event_day' then (select 'case e.name ' || pg_catalog.string_agg('when ''' || e.name || ''' then ' || a || e.day, ' ') || ' end'
			from pg_catalog.jsonb_each_text(f.events) e (name, day))
		-- what tells a record whatever source it comes from, as i1, i2, …: of a row s of the stage, and of a fact f that is the same as a's
		when 'record' then (select pg_catalog.string_agg(pg_catalog.replace(r.said, '@', 's') || ' as i' || r.place, ', ' order by r.place)
			from pg_catalog.unnest(coalesce(f.staged, f.record)) with ordinality as r (said, place))
		when 'fact_record' then (select pg_catalog.string_agg(pg_catalog.replace(r.said, '@', 'f') || ' = ' || a || 'i' || r.place, ' and '
			order by r.place) from pg_catalog.unnest(f.record) with ordinality as r (said, place))
		when 'record_keys' then (select pg_catalog.string_agg(a || 'i' || n, ', ' order by n) from pg_catalog.generate_subscripts(f.record, 1) n)
		when 'tells' then coalesce(f.tells, 'true')
		-- facts f of the records k: as declared, where an index of their own serves, else by the expressions alone
		when 'found' then coalesce(f.found, 'fact.' || pg_catalog.quote_ident(f.fact) || ' f on ' || engine.mark(f.fact, 'fact_record', 'k.', null))
		end
	from etl.fact f where f.fact = fact_name
$$;

-- ── rendering ──
-- Lines from LINE_NO on for one fact.
create function engine.rendered_for(fact_name text, lines text[], line_no integer) returns text language plpgsql stable as $$
declare
	written text;
	rendered text[] := array[]::text[];
	match text[];
	meant text;
	wanted boolean := true;
begin
	foreach written in array lines loop
		match := pg_catalog.regexp_match(written, '^\s*-- @(only|not|all)(?: ([a-z_ ]+))?@$');
		if match[1] = 'all' then
			wanted := true;
		elsif match is not null then
			wanted := engine.is_kind(fact_name, match[2]) = (match[1] = 'only');
			if wanted is null then
				raise exception 'line %: no kind of fact is called "%" (engine.is_kind)', line_no, match[2];
			end if;
		elsif wanted then
			match := pg_catalog.regexp_match(written, engine.mark_form());
			while match is not null loop
				meant := engine.mark(fact_name, match[2], coalesce(match[3] || '.', ''), coalesce(match[4] || '.', ''));
				if meant is null then
					raise exception 'line %: the fact "%" has nothing for the mark % (engine.mark)', line_no, fact_name, match[1];
				end if;
				written := pg_catalog.replace(written, match[1], meant);
				match := pg_catalog.regexp_match(written, engine.mark_form());
			end loop;
			rendered := rendered || written;
		end if;
		line_no := line_no + 1;
	end loop;
	return pg_catalog.array_to_string(rendered, E'\n');
end
$$;

create function engine.mark_form() returns text language sql immutable as $$
	select '(@([a-z_]+)(?: ([a-z().]+)(?: ([a-z().]+))?)?@)'
$$;

-- A file of the engine with what its marks stand for (core/warehouse/engine.c).
create function engine.rendered(script text) returns text language plpgsql stable as $$
declare
	written text;
	line_no integer := 0;
	rendered text[] := array[]::text[];
	kind text;
	block text[];
begin
	foreach written in array pg_catalog.string_to_array(script, E'\n') loop
		line_no := line_no + 1;
		if written ~ '^\s*-- @each [a-z_ ]+@$' and kind is null then
			kind := pg_catalog.substring(written, '@each (.*)@');
			block := '{}';
			if exists (select from etl.fact f where engine.is_kind(f.fact, kind) is null) then
				raise exception 'line %: no kind of fact is called "%" (engine.is_kind)', line_no, kind;
			end if;
		elsif written ~ '^\s*-- @end@$' and kind is not null then
			rendered := rendered || array(select engine.rendered_for(f.fact, block, line_no - pg_catalog.cardinality(block))
				from (select k.fact from etl.fact k where engine.is_kind(k.fact, kind) order by k.place) f);
			kind := null;
		elsif kind is not null then
			block := block || written;
		elsif written ~ engine.mark_form() then
			raise exception 'line %: a mark stands outside of "-- @each KIND@" and "-- @end@"', line_no;
		else
			rendered := rendered || written;
		end if;
	end loop;
	if kind is not null then
		raise exception 'line %: "-- @each %@" has no "-- @end@"', line_no - pg_catalog.cardinality(block), kind;
	end if;
	return pg_catalog.array_to_string(rendered, E'\n');
end
$$;
