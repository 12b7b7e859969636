-- purpose: the figures of a release's tables, as its folder publishes them
-- grain: one row per figure, by key
-- parameters: $1 release_id text
-- returns: key text, measure text, place text, kind text, first_on date, last_on date, state text, value bigint, coverage text, provisional boolean, version text, revised boolean
-- locks: none
select c.key, c.measure, c.place, c.kind, c.first_on, c.last_on, c.state, c.value, c.coverage, c.provisional, c.version, c.revised
from release.cell c
where c.release_id = $1::text and c.table_name is not null
order by c.measure collate "C", c.place collate "C", c.kind collate "C", c.first_on, c.last_on
