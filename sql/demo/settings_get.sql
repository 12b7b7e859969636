-- purpose: what the records of the database were generated from
-- grain: one row
-- parameters: none
-- returns: cases bigint, seed bigint, until text, generator text
-- locks: none
select s.cases, s.seed, pg_catalog.to_char(s.until, 'YYYY-MM-DD') as until, s.generator
from demo.settings as s
