-- purpose: the cubes, and whether they hold their facts already
-- grain: one row per cube
-- parameters: none
-- returns: cube text, built boolean
-- locks: none
select c.cube, c.built_run is not null as built from etl.cube c order by c.cube collate "C"
