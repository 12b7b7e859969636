-- purpose: names of the table columns that a mapping reads, by table and place
-- grain: one row per pair given, in the order given; null where there is none
-- parameters: $1 tables oid[], $2 places integer[]
-- returns: name text
-- locks: none
select a.attname::text as name
from rows from (pg_catalog.unnest($1::oid[]), pg_catalog.unnest($2::integer[])) with ordinality as given (table_oid, place, number)
left join pg_catalog.pg_attribute a on a.attrelid = given.table_oid and a.attnum = given.place
order by given.number
