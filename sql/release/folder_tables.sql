-- purpose: the tables of a release, as its folder describes them
-- grain: one row per table that has a period, in the order of the plan
-- parameters: $1 release_id text
-- returns: table_name text, title_en text, title_ur text, measure text, places text, kinds text, periods text
-- locks: none
--
-- Places and kinds are the finest level, or the codes of those that are told alone; each of them, and the periods, parted by blanks.
select l.table_name, coalesce(en.value, l.table_name) as title_en, coalesce(ur.value, en.value, l.table_name) as title_ur, l.measure,
	coalesce(pg_catalog.array_to_string(l.places, ' '), l.place_level) as places,
	coalesce(pg_catalog.array_to_string(l.kinds, ' '), l.kind_level) as kinds, p.periods
from release.list l
cross join lateral (
	select pg_catalog.string_agg(s.first_on || '/' || s.last_on, ' ' order by s.first_on, s.last_on) as periods
	from rows from (pg_catalog.unnest(l.firsts), pg_catalog.unnest(l.lasts)) as s(first_on, last_on)
) p
left join release.fact en on en.release_id = l.release_id and en.name = l.table_name || '.title_en'
left join release.fact ur on ur.release_id = l.release_id and ur.name = l.table_name || '.title_ur'
where l.release_id = $1::text and p.periods is not null
order by l.list_no
