-- purpose: tells whether a row of a key that was given twice has come without the others
-- grain: one row
-- parameters: $1 source text
-- returns: torn boolean
-- locks: none
select engine.stage_is_torn($1::text) as torn
