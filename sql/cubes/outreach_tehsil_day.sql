-- purpose: outreach sessions and attendances per day by tehsil, kind and audience, as the records write the tehsil
-- grain: one row per fact; cells per district, tehsil, kind, audience, held_on
-- keys: district, tehsil, kind, audience, held_on
-- counts: sessions, attended_women, attended_men, unknown_women, unknown_men
-- parameters: none
-- returns: district text, tehsil text, kind text, audience text, held_on date, sessions bigint, attended_women bigint,
--   attended_men bigint, unknown_women bigint, unknown_men bigint
-- locks: none
--
-- Counting unit: sessions; attendances, which are not people. tehsil and audience are '' where they are not recorded; report.tehsil_of
-- says which listed tehsil is meant.
select f.district, coalesce(f.tehsil, '') as tehsil, f.kind, coalesce(f.audience, '') as audience, f.held_on,
	f.sign::bigint as sessions,
	(f.sign * coalesce(f.attended_women, 0))::bigint as attended_women,
	(f.sign * coalesce(f.attended_men, 0))::bigint as attended_men,
	(case when f.attended_women is null then f.sign else 0 end)::bigint as unknown_women,
	(case when f.attended_men is null then f.sign else 0 end)::bigint as unknown_men
from engine.signed_outreach f
