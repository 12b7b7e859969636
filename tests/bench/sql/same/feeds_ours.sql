-- purpose: how many facts the warehouse has, and one sum over its cases
-- grain: one row
-- parameters: none
-- returns: cases bigint, accused bigint, outcomes bigint, checksum numeric
-- locks: none
select count(*) as cases, (select count(*) from fact.accused) as accused, (select count(*) from fact.outcome) as outcomes,
	sum(hashtextextended(row(c.district, c.station, c.fir_number, c.registered_at, c.sections, c.honour,
		c.domestic, c.status, c.status_on, c.victims)::text, 0)::numeric) as checksum
from fact."case" as c
