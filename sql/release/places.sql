-- purpose: the districts of a jurisdiction, what they are parts of, and which of them were one before new ones were cut off
-- grain: one row per district, by code
-- parameters: $1 jurisdiction text
-- returns: district text, division text, before text, valid_from date, valid_to date
-- locks: none
select d.code as district, coalesce(nullif(d.division, ''), 'none') as division, coalesce(nullif(d.parent_code, ''), d.code) as before,
	d.valid_from, d.valid_to
from ref.district d
where d.jurisdiction = $1::text
order by d.code collate "C"
