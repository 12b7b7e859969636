-- purpose: the stations that the system knows: a FIR of another name is rejected
-- grain: one row per station
-- parameters: none
-- returns: station text
-- locks: none
select distinct ps.station_name as station
from psrms.police_stations as ps
