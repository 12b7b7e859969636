-- purpose: the kinds that released figures are of, and what each is a part of
-- grain: one row per kind, parents first
-- parameters: none
-- returns: kind text, level text, parent text
-- locks: none
--
-- Levels: group and offence (principal offence), vwps (came through the Virtual Women Police Station, or not), vwps-status (accused
-- persons of those cases by present status).
select k.kind, k.level, k.parent
from (
	select distinct 1 as place, 'group:' || c.parent as kind, 'group' as level, 'all' as parent from ref.category c
	union all
	select 2, c.code, 'offence', 'group:' || c.parent from ref.category c
	union all
	select 3, v.kind, 'vwps', 'all' from pg_catalog.unnest(array['channel:other', 'channel:vwps']) v (kind)
	union all
	select 4, 'vwps:' || s.code, 'vwps-status', 'channel:vwps' from ref.accused_status s
	union all
	select 4, 'other:any', 'vwps-status', 'channel:other'
) k
order by k.place, k.kind collate "C"
