-- purpose: enters a release as prepared, or anew one that never was public
-- grain: no rows
-- parameters: $1 release_id text, $2 plan text, $3 params jsonb, $4 run_no bigint, $5 as_at_s bigint, $6 jurisdiction text, $7 content text,
--   $8 prepared_at timestamp with time zone, $9 papers text
-- returns: none
-- locks: writes release.release
--
-- papers: names of templates, commas between.
insert into release.release as r (release_id, plan, params, run_no, as_at, jurisdiction, state, content, prepared_at, papers)
values ($1::text, $2::text, $3::jsonb, $4::bigint, pg_catalog.to_timestamp($5::bigint), $6::text, 'prepared', $7::text,
	$8::timestamptz, pg_catalog.string_to_array($9::text, ','))
on conflict (release_id) do update set plan = excluded.plan, params = excluded.params, run_no = excluded.run_no, as_at = excluded.as_at,
	jurisdiction = excluded.jurisdiction, state = excluded.state, content = excluded.content, prepared_at = excluded.prepared_at,
	papers = excluded.papers
where r.state in ('prepared', 'audited', 'refused', 'approved')
