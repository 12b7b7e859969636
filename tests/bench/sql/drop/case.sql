-- purpose: cases of a CSV drop, their sections parted
-- grain: one row per case
-- parameters: none
-- returns: origin text, case_key text, district text, station text, fir_year integer, fir_number text,
--   registered_at timestamp with time zone, occurred_on date, sections text[], honour boolean, domestic boolean,
--   channel text, status text, status_on date, victims integer, victim_age_band text, relation text
-- locks: none
select
	c.origin,
	c.case_id as case_key,
	c.district,
	c.station,
	c.fir_year,
	c.fir_number,
	c.registered_at at time zone 'Asia/Karachi' as registered_at,
	c.occurred_on,
	string_to_array(c.sections, '/') as sections,
	c.honour,
	c.domestic,
	c.channel,
	c.status,
	c.status_on,
	c.victims,
	c.victim_age_band,
	c.relation
from raw.cases as c
