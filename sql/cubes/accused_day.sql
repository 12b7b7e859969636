-- purpose: accused per status and day on which their case was registered, and how many of them were ever arrested
-- grain: one row per fact; cells per district, channel, category, status, registered_on
-- keys: district, channel, category, status, registered_on
-- counts: accused, arrested_ever
-- parameters: none
-- returns: district text, channel text, category text, status text, registered_on date, accused bigint,
--   arrested_ever bigint
-- locks: none
select f.district, f.channel, f.category, f.status, f.registered_on,
	f.sign::bigint as accused,
	(case when f.arrested_on is not null then f.sign else 0 end)::bigint as arrested_ever
from engine.signed_accused f
