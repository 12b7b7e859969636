-- purpose: statistics of the stage, without which the planner takes it for empty
-- grain: one row
-- parameters: none
-- returns: stage_analyze void
-- locks: stage tables, shared
select etl.stage_analyze()
