-- purpose: outreach sessions and attendances per day, and the sessions of which these are not recorded
-- grain: one row per fact; cells per district, kind, held_on
-- keys: district, kind, held_on
-- counts: sessions, attended_women, attended_men, unknown_women, unknown_men, unrecorded
-- parameters: none
-- returns: district text, kind text, held_on date, sessions bigint, attended_women bigint, attended_men bigint,
--   unknown_women bigint, unknown_men bigint, unrecorded bigint
-- locks: none
--
-- unrecorded are sessions without a number of women, of men, or of either: sums of attendances lack them.
select f.district, f.kind, f.held_on,
	f.sign::bigint as sessions,
	(f.sign * coalesce(f.attended_women, 0))::bigint as attended_women,
	(f.sign * coalesce(f.attended_men, 0))::bigint as attended_men,
	case when f.attended_women is null then f.sign else 0 end::bigint as unknown_women,
	case when f.attended_men is null then f.sign else 0 end::bigint as unknown_men,
	case when pg_catalog.num_nulls(f.attended_women, f.attended_men) > 0 then f.sign else 0 end::bigint as unrecorded
from engine.signed_outreach f
