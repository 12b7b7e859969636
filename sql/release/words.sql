-- purpose: the parameters of a release, for its papers
-- grain: one row per parameter, by name
-- parameters: $1 release_id text
-- returns: name text, value text
-- locks: none
select p.key as name, p.value
from release.release r
cross join lateral pg_catalog.jsonb_each_text(r.params) p
where r.release_id = $1::text and p.value is not null
order by p.key collate "C"
