-- purpose: the run whose cubes reports read
-- grain: one row, or none before the first publication
-- parameters: none
-- returns: published_run bigint
-- locks: none
select p.published_run from etl.pointer as p
