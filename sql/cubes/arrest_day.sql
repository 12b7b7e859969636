-- purpose: accused arrested per day of arrest
-- grain: one row per fact; cells per district, station, category, arrested_on
-- keys: district, station, category, arrested_on
-- counts: accused
-- parameters: none
-- returns: district text, station text, category text, arrested_on date, accused bigint
-- locks: none
select f.district, f.station, f.category, f.arrested_on,
	f.sign::bigint as accused
from engine.signed_accused f
where f.arrested_on is not null
