-- purpose: releases as they stand at the desk: one, or all of them, the newest preparation first
-- grain: one row per release
-- parameters: $1 release_id text, $2 now text
-- returns: release_id text, plan text, params text, run_no bigint, jurisdiction text, state text, as_at text, prepared_at text, prepared_by text, replaces text, approved_by text, embargo text, embargo_ahead boolean, access bigint, audited text, company text, hour text, hour_ahead boolean, hour_over boolean, changes bigint, published_at text, path text, manifest text, placed boolean
-- locks: none
select s.release_id, s.plan, s.params::text as params, s.run_no, s.jurisdiction, s.state,
	pg_catalog.to_char(s.as_at at time zone z.zone, 'YYYY-MM-DD HH24:MI') as as_at,
	pg_catalog.to_char(s.prepared_at at time zone z.zone, 'YYYY-MM-DD HH24:MI') as prepared_at, s.prepared_by, s.replaces, s.approved_by,
	pg_catalog.to_char(s.embargo at time zone z.zone, 'YYYY-MM-DD HH24:MI') as embargo,
	coalesce(s.embargo > $2::text::timestamptz, false) as embargo_ahead, s.access, s.audited, s.audited_union as company,
	pg_catalog.to_char(s.hour at time zone z.zone, 'YYYY-MM-DD HH24:MI') as hour, s.hour > $2::text::timestamptz as hour_ahead,
	s.hour + interval '24 hours' < $2::text::timestamptz as hour_over, s.changes,
	pg_catalog.to_char(s.published_at at time zone z.zone, 'YYYY-MM-DD HH24:MI') as published_at, s.path, s.manifest, s.placed
from engine.release_standing s
cross join lateral (select engine.zone_of(s.jurisdiction) as zone) z
where s.release_id = $1::text or $1::text is null
order by s.prepared_at desc nulls last, s.release_id collate "C"
