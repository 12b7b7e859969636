-- purpose: how many records the source has, and one sum over its cases
-- grain: one row
-- parameters: none
-- returns: cases bigint, accused bigint, outcomes bigint, checksum numeric
-- locks: none
select count(*) as cases, (select count(*) from police.accused) as accused, (select count(*) from police.outcomes) as outcomes,
	sum(hashtextextended(row(c.district, c.station, c.fir_number, c.registered_at, string_to_array(c.sections, '/'), c.honour,
		c.domestic, c.status, c.status_on, c.victims)::text, 0)::numeric) as checksum
from police.cases as c
