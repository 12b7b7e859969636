-- purpose: the parameters of a release
-- grain: one row per parameter, by name
-- parameters: $1 release_id text
-- returns: name text, value text
-- locks: none
select p.key as name, coalesce(p.value, '') as value
from release.release r
cross join lateral pg_catalog.jsonb_each_text(r.params) p
where r.release_id = $1::text
order by p.key collate "C"
