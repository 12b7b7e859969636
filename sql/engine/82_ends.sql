-- kind: script
-- purpose: ends of runs: manifests, and traces of dry runs
-- locks: new objects only

-- ── manifests ──
-- The text of a value that everybody gets who writes the same value: RFC 8785 (keys in order, no
-- space, UTF-8, the shortest escapes), for whole numbers that every reader of JSON holds exactly.
-- Keys are in the order of their bytes, which is RFC 8785's for keys without characters above U+FFFF.
create function engine.canonical(value jsonb) returns text language plpgsql immutable strict parallel safe as $$
begin
	case pg_catalog.jsonb_typeof(value)
	when 'object' then
		return (select '{' || coalesce(pg_catalog.string_agg(pg_catalog.to_json(e.key)::text || ':' || engine.canonical(e.value),
				',' order by e.key collate "C"), '') || '}'
			from pg_catalog.jsonb_each(value) e);
	when 'array' then
		return (select '[' || coalesce(pg_catalog.string_agg(engine.canonical(e.value), ',' order by e.place), '') || ']'
			from pg_catalog.jsonb_array_elements(value) with ordinality e (value, place));
	when 'number' then
		if value::text !~ '^-?[0-9]+$' or abs(value::numeric) > 9007199254740991 then
			raise exception 'no canonical form for the number %: write it as a string', value
				using errcode = 'numeric_value_out_of_range';
		end if;
		return value::text;
	else
		return value::text;
	end case;
end
$$;

-- ── dry runs ──
-- Takes every trace of a dry run out of the ledgers.
create function engine.run_discard(at_run bigint) returns void language plpgsql as $$
begin
	delete from etl.run_source r where r.run_no = at_run;
	delete from etl.run_feed r where r.run_no = at_run;
	delete from etl.step r where r.run_no = at_run;
	delete from etl.file r where r.run_no = at_run;
	delete from etl.proof p where p.run_no = at_run;
	delete from etl.run r where r.run_no = at_run;
end
$$;
