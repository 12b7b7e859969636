-- kind: script
-- purpose: signed manifests of the runs, each of which seals the one before it
-- locks: new objects only

-- The text of a value that everybody gets who writes the same value: RFC 8785 (keys in order, no
-- space, UTF-8, the shortest escapes), for whole numbers that every reader of JSON holds exactly.
-- Keys are in the order of their bytes, which is RFC 8785's for keys without characters above U+FFFF.
create function etl.canonical(value jsonb) returns text language plpgsql immutable strict parallel safe as $$
begin
	case pg_catalog.jsonb_typeof(value)
	when 'object' then
		return (select '{' || coalesce(pg_catalog.string_agg(pg_catalog.to_json(e.key)::text || ':' || etl.canonical(e.value),
				',' order by e.key collate "C"), '') || '}'
			from pg_catalog.jsonb_each(value) e);
	when 'array' then
		return (select '[' || coalesce(pg_catalog.string_agg(etl.canonical(e.value), ',' order by e.place), '') || ']'
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

-- One manifest per published or unchanged run. prev_run makes a chain of them that does not fork.
create table etl.manifest (
	run_no bigint primary key references etl.run,
	content text not null,             -- canonical JSON; these bytes are signed
	sha256 text not null,              -- of content, hexadecimal
	prev_run bigint unique references etl.manifest,
	prev_sha256 text,                  -- both stand in content, too; null in the first
	signature text not null,           -- Ed25519 over content, base64
	public_key text not null           -- 32 bytes, base64
);
comment on table etl.manifest is 'what each run did, canonical, hash-chained and signed; see shumar etl manifest';
