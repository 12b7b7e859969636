-- purpose: the headline figure of a table in two releases: the newest one of a place and kind
-- grain: one row
-- parameters: $1 older text, $2 newer text, $3 measure text, $4 place text, $5 kind text
-- returns: was text, value text
-- locks: none
select (select c.value::text from release.cell c where c.release_id = $1::text and c.measure = $3::text and c.kind = $5::text
		and c.place = coalesce(o.params ->> pg_catalog.ltrim($4::text, '$'), $4::text) and c.table_name is not null
		order by c.last_on desc, c.first_on desc limit 1) as was,
	(select c.value::text from release.cell c where c.release_id = $2::text and c.measure = $3::text and c.kind = $5::text
		and c.place = coalesce(o.params ->> pg_catalog.ltrim($4::text, '$'), $4::text) and c.table_name is not null
		order by c.last_on desc, c.first_on desc limit 1) as value
from release.release o
where o.release_id = $1::text
