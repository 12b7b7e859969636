-- purpose: what the records of the database were generated from, also by a version that knew no nights
-- grain: one row
-- parameters: none
-- returns: cases bigint, seed bigint, until text, generator text, nights integer, played integer
-- locks: none
select s.cases, s.seed, pg_catalog.to_char(s.until, 'YYYY-MM-DD') as until, s.generator,
	coalesce((pg_catalog.to_jsonb(s) ->> 'nights')::integer, 0) as nights,
	coalesce((pg_catalog.to_jsonb(s) ->> 'played')::integer, 0) as played
from demo.settings as s
