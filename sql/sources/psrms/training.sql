-- purpose: courses that officers completed
-- grain: one row per officer and course
-- parameters: none
-- returns: row_id bigint, training_key text, officer_key text, district text, unit text, course text, completed_on date,
--   station text
-- locks: none
select
	t.training_id as row_id,
	t.training_id::text as training_key,
	t.officer_id::text as officer_key,
	ps.district,
	o.unit,
	t.course,
	t.completed_on,
	ps.station_name as station
from psrms.trainings as t
join psrms.officers as o using (officer_id)
join psrms.police_stations as ps using (ps_id)
