-- purpose: the figures of a release, with what the desk alone knows of those that are not published
-- grain: one row per figure, by number
-- parameters: $1 release_id text
-- returns: cell_no integer, measure text, place text, kind text, first_on date, last_on date, table_name text, state text,
--   value bigint, least bigint, version text, true_value bigint, rule text
-- locks: none
select c.cell_no, c.measure, c.place, c.kind, c.first_on, c.last_on, c.table_name, c.state, c.value, c.least, c.version,
	coalesce(c.value, h.value) as true_value, h.rule
from release.cell c
left join release.hidden h on h.release_id = c.release_id and h.cell_no = c.cell_no
where c.release_id = $1::text
order by c.cell_no
