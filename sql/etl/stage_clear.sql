-- purpose: empties the stage and drops the raw tables of CSV drops
-- grain: one row
-- parameters: none
-- returns: stage_clear void
-- locks: tables of the stage, exclusively
select engine.stage_clear()
