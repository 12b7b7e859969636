-- purpose: how far a release of the demonstration has come
-- grain: one row
-- parameters: $1 release_id text, $2 clock text
-- returns: state text, announced boolean, approvals integer, path text, behind boolean
-- locks: none
select s.state, exists (select from engine.release_announced a where a.release_id = $1::text) as announced,
	coalesce(pg_catalog.cardinality(pg_catalog.string_to_array(s.approved_by, '; ')), 0) as approvals, s.path,
	exists (select from release.event e where e.at > $2::text::timestamptz) as behind
from (select 1) one
left join engine.release_standing s on s.release_id = $1::text
