-- purpose: how often the view of mapping_view.sql passes a column of the source on as it is, at any depth
-- grain: one row per column
-- parameters: none
-- returns: relation bigint, place integer, name text, times bigint
-- locks: none
select m.found[1]::bigint as relation, m.found[2]::integer as place, a.attname::text as name, pg_catalog.count(*) as times
from pg_catalog.pg_rewrite r
cross join lateral pg_catalog.regexp_matches(r.ev_action::text, ':resorigtbl ([1-9]\d*) :resorigcol (\d+) ', 'g') m (found)
join pg_catalog.pg_attribute a on a.attrelid = m.found[1]::pg_catalog.oid and a.attnum = m.found[2]::pg_catalog.int2
where r.ev_class = pg_catalog.to_regclass('pg_temp.shumar_mapping') and r.rulename = '_RETURN'
group by m.found[1], m.found[2], a.attname
order by m.found[1], m.found[2]
