-- purpose: enters which declared files of a drop each of its feeds reads
-- grain: one row per feed and file
-- parameters: $1 source text, $2 feeds text[], $3 files text[]
-- returns: none
-- locks: writes etl.feed_file
with given as (
	select g.feed, g.file from rows from (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) as g (feed, file)
), deleted as (
	delete from etl.feed_file f where f.source = $1::text
		and not exists (select from given g where g.feed = f.feed and g.file = f.file)
)
insert into etl.feed_file (source, feed, file)
select $1::text, g.feed, g.file from given g
on conflict (source, feed, file) do nothing
