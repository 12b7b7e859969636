-- purpose: rows of the cases staged by us and one sum over all that is not a key
-- grain: one row
-- parameters: none
-- returns: rows bigint, checksum numeric
-- locks: none
select count(*) as rows, sum(hashtextextended(row(c.district, c.station, c.fir_year, c.fir_number, c.registered_at, c.occurred_on,
	c.sections, c.honour, c.domestic, c.channel, c.status, c.status_on, c.victims, c.victim_age_band, c.relation)::text, 0)::numeric)
	as checksum
from stage."case" as c
where c.case_key is not null
