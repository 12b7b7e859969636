-- purpose: the sections in which a manifest is not what the ledgers say now
-- grain: one row per section, the place in the chain first
-- parameters: $1 signed text, $2 now text
-- returns: section text
-- locks: none
--
-- A cube may be proven again after its run, so that more proofs than the signed ones are no fault.
-- The form of an older program is not compared, but for its place in the chain.
select d.section
from (
	select coalesce(s.key, n.key) as section, s.value as signed, n.value as now
	from pg_catalog.jsonb_each($1::text::jsonb) s
	full join pg_catalog.jsonb_each($2::text::jsonb) n on n.key = s.key
) d
where case d.section
	when 'schema' then false
	when 'format' then false
	when 'previous' then d.signed is distinct from d.now or exists (
		select from etl.manifest m
		where m.run_no = ($1::text::jsonb ->> 'run')::bigint
			and (m.prev_run is distinct from (d.signed ->> 'run')::bigint or m.prev_sha256 is distinct from d.signed ->> 'sha256'))
	when 'cubes' then not coalesce(d.now @> d.signed, false)
	else d.signed is distinct from d.now end
	and (d.section in ('run', 'previous') or $1::text::jsonb -> 'format' = $2::text::jsonb -> 'format')
order by pg_catalog.array_position(array['run', 'previous'], d.section) nulls last, d.section collate "C"
