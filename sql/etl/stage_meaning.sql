-- purpose: reads what the sections of the staged cases mean
-- grain: one row
-- parameters: none
-- returns: stage_meaning void
-- locks: writes stage.meaning
select engine.stage_meaning()
