-- purpose: the districts of a jurisdiction that exist on a day
-- grain: one row per district, by name
-- parameters: $1 jurisdiction text, $2 as_at date
-- returns: code text, name_en text, name_ur text, division text
-- locks: none
select d.code, d.name_en, d.name_ur, d.division
from ref.district d
where d.jurisdiction = $1::text
	and coalesce(d.valid_from, '-infinity'::date) <= $2::date
	and coalesce(d.valid_to, 'infinity'::date) >= $2::date
order by d.name_en collate "C", d.code collate "C"
