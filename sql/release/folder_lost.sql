-- purpose: how many figures of each table of a release are withheld
-- grain: one row per table, in the order of the plan
-- parameters: $1 release_id text
-- returns: title_en text, title_ur text, figures bigint, withheld bigint, withheld_pct text
-- locks: none
select coalesce(en.value, c.table_name) as title_en, coalesce(ur.value, c.table_name) as title_ur,
	pg_catalog.count(*) as figures, pg_catalog.count(*) filter (where c.state = 'hidden') as withheld, lost.value as withheld_pct
from release.cell c
left join release.list l on l.release_id = c.release_id and l.table_name = c.table_name
left join release.fact lost on lost.release_id = c.release_id and lost.name = c.table_name || '.withheld_pct'
left join release.fact en on en.release_id = c.release_id and en.name = c.table_name || '.title_en'
left join release.fact ur on ur.release_id = c.release_id and ur.name = c.table_name || '.title_ur'
where c.release_id = $1::text and c.table_name is not null and c.state <> 'missing'
group by l.list_no, c.table_name, lost.value, en.value, ur.value
order by l.list_no, c.table_name collate "C"
