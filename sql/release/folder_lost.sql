-- purpose: how many figures of each table of a release are withheld
-- grain: one row per table, by name
-- parameters: $1 release_id text
-- returns: table_name text, figures bigint, withheld bigint, withheld_pct text
-- locks: none
select c.table_name, pg_catalog.count(*) as figures, pg_catalog.count(*) filter (where c.state = 'hidden') as withheld, f.value as withheld_pct
from release.cell c
left join release.fact f on f.release_id = c.release_id and f.name = c.table_name || '.withheld_pct'
where c.release_id = $1::text and c.table_name is not null and c.state <> 'missing'
group by c.table_name, f.value
order by c.table_name collate "C"
