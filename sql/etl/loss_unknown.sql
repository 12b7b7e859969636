-- purpose: names given to --accept-loss that are no district, no area of a published count and not 'all'
-- grain: one row per name
-- parameters: $1 accepted text[]
-- returns: name text
-- locks: none
select a.name
from pg_catalog.unnest($1::text[]) as a (name)
where pg_catalog.lower(pg_catalog.btrim(a.name)) <> 'all'
	and not exists (select from ref.district d where engine.loss_accepted(d.code, array[a.name]))
	and not exists (select from fact.count c where pg_catalog.lower(c.area) = pg_catalog.lower(pg_catalog.btrim(a.name)))
order by a.name collate "C"
