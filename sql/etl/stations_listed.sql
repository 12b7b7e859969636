-- purpose: the stations that the reference list has for a jurisdiction
-- grain: one row per station
-- parameters: $1 jurisdiction text
-- returns: station text
-- locks: none
select s.name as station
from ref.station s
where s.jurisdiction = $1::text
group by s.name
order by s.name collate "C"
