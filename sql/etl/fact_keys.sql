-- purpose: the key columns of a fact
-- grain: one row per column, in order
-- parameters: $1 fact text
-- returns: name text
-- locks: none
select k.name from pg_catalog.unnest(engine.fact_keys($1::text)) with ordinality as k (name, place) order by k.place
