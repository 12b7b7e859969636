-- purpose: accused sent up for trial per day of the challan
-- grain: one row per fact; cells per district, station, challaned_on
-- keys: district, station, challaned_on
-- counts: accused
-- parameters: none
-- returns: district text, station text, challaned_on date, accused bigint
-- locks: none
select f.district, f.station, f.challaned_on,
	f.sign::bigint as accused
from engine.signed_accused f
where f.challaned_on is not null
