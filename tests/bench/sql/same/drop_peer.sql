-- purpose: rows of the cases that a peer loaded from the CSV and one sum over all that is not a key
-- grain: one row
-- parameters: none
-- returns: rows bigint, checksum numeric
-- locks: none
select count(*) as rows, sum(hashtextextended(row(c.district, c.station, c.fir_year, c.fir_number,
	c.registered_at at time zone 'Asia/Karachi', c.occurred_on, string_to_array(c.sections, '/'), c.honour, c.domestic, c.channel,
	c.status, c.status_on, c.victims, c.victim_age_band, c.relation)::text, 0)::numeric) as checksum
from peer.cases as c
where c.case_id is not null
