-- purpose: accused per status and day on which their case was registered
-- grain: one row per fact; cells per district, channel, category, status, registered_on
-- keys: district, channel, category, status, registered_on
-- counts: accused
-- parameters: none
-- returns: district text, channel text, category text, status text, registered_on date, accused bigint
-- locks: none
select f.district, f.channel, f.category, f.status, f.registered_on,
	f.sign::bigint as accused
from etl.signed_accused f
