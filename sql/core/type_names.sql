-- purpose: names of types by their oids, without length or precision
-- grain: one row per oid given, in the order given
-- parameters: $1 types oid[]
-- returns: name text
-- locks: none
select pg_catalog.format_type(given.type, null) as name
from pg_catalog.unnest($1::oid[]) with ordinality as given (type, place)
order by given.place
