-- purpose: registered cases and their victims per day of registration
-- grain: one row per fact; cells per district, station, category, channel, status, registered_on
-- keys: district, station, category, channel, status, registered_on
-- counts: cases, victims
-- parameters: none
-- returns: district text, station text, category text, channel text, status text, registered_on date, cases bigint, victims bigint
-- locks: none
select f.district, f.station, f.category, f.channel, f.status, f.registered_on,
	f.sign::bigint as cases,
	(f.sign * coalesce(f.victims, 0))::bigint as victims
from engine.signed_case f
