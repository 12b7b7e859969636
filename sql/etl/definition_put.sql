-- purpose: enters the files that records are classified by
-- grain: one row per file
-- parameters: $1 paths text[], $2 sha256s text[]
-- returns: none
-- locks: writes etl.definition
with given as (
	select g.path, g.sha256 from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as g (path, sha256)
),
deleted as (
	delete from etl.definition d where not exists (select from given g where g.path = d.path)
)
insert into etl.definition as d (path, sha256) select g.path, g.sha256 from given g
on conflict (path) do update set sha256 = excluded.sha256 where d.sha256 <> excluded.sha256
