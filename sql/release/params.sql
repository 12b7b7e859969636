-- purpose: the parameters that a release was prepared with, as words of a command
-- grain: one row per parameter
-- parameters: $1 release_id text
-- returns: word text
-- locks: none
select pg_catalog.concat(p.key, '=', p.value) as word
from release.release r
cross join lateral pg_catalog.jsonb_each_text(r.params) p
where r.release_id = $1::text
order by p.key collate "C"
