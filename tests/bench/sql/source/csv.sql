-- purpose: the cases as the lines of a CSV drop, civil times of Punjab
-- grain: one row per case, in order of registration
-- parameters: none
-- returns: case_id bigint, district text, station text, fir_year integer, fir_number text, registered_at timestamp,
--   occurred_on date, sections text, honour boolean, domestic boolean, channel text, status text, status_on date,
--   victims integer, victim_age_band text, relation text
-- locks: none
select c.case_id, c.district, c.station, c.fir_year, c.fir_number, c.registered_at at time zone 'Asia/Karachi' as registered_at,
	c.occurred_on, c.sections, c.honour, c.domestic, c.channel, c.status, c.status_on, c.victims, c.victim_age_band, c.relation
from police.cases as c
order by c.case_id
