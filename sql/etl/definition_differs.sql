-- purpose: files that records were last classified by and that this program has otherwise
-- grain: one row per file, by name
-- parameters: $1 paths text[], $2 sha256s text[]
-- returns: path text
-- locks: none
select coalesce(g.path, d.path) as path
from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as g (path, sha256)
full join etl.definition d on d.path = g.path
where d.sha256 is distinct from g.sha256
order by 1
