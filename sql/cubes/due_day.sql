-- purpose: registered cases on the 17th day after their registration, and those of them that were challaned by then
-- grain: one row per fact; cells per district, station, due_on
-- keys: district, station, due_on
-- counts: cases, in_time
-- parameters: none
-- returns: district text, station text, due_on date, cases bigint, in_time bigint
-- locks: none
--
-- Counting unit: cases. Day 17 is the 14 days of s.173 CrPC and 3 more; in_time: the first challan of any accused was sent by then.
select f.district, f.station, f.registered_on + 17 as due_on, f.sign::bigint as cases,
	(case when f.first_challaned_on <= f.registered_on + 17 then f.sign else 0 end)::bigint as in_time
from engine.signed_lifecycle f
