-- purpose: the units that a jurisdiction's calendars stand for
-- grain: one row per unit, whenever it was valid
-- parameters: $1 jurisdiction text
-- returns: unit text
-- locks: none
select u.unit
from ref.unit as u
where u.jurisdiction = $1::text
order by u.unit collate "C"
