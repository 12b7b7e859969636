-- purpose: courses completed by officers per day
-- grain: one row per fact; cells per district, course, completed_on
-- keys: district, course, completed_on
-- counts: completions
-- parameters: none
-- returns: district text, course text, completed_on date, completions bigint
-- locks: none
select f.district, f.course, f.completed_on,
	f.sign::bigint as completions
from engine.signed_training f
