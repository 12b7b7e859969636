-- purpose: the tables of all releases of a jurisdiction that were ever public, but for one
-- grain: one row per table
-- parameters: $1 except_release text, $2 jurisdiction text
-- returns: release_id text, table_name text, measure text, place_level text, kind_level text, places text[], kinds text[],
--   firsts date[], lasts date[]
-- locks: none
select l.release_id, l.table_name, l.measure, l.place_level, l.kind_level, l.places, l.kinds, l.firsts, l.lasts
from release.list l
join release.release r on r.release_id = l.release_id
where r.state in ('published', 'withdrawn', 'replaced') and r.release_id <> $1::text and r.jurisdiction = $2::text
order by r.prepared_at, r.release_id collate "C", l.list_no
