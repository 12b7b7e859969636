-- purpose: outreach sessions and attendances per day
-- grain: one row per fact; cells per district, kind, held_on
-- keys: district, kind, held_on
-- counts: sessions, attended_women, attended_men
-- parameters: none
-- returns: district text, kind text, held_on date, sessions bigint, attended_women bigint, attended_men bigint
-- locks: none
select f.district, f.kind, f.held_on,
	f.sign::bigint as sessions,
	(f.sign * f.attended_women)::bigint as attended_women,
	(f.sign * f.attended_men)::bigint as attended_men
from etl.signed_outreach f
