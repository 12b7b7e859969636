-- purpose: enters what a rule finds in the stage
-- grain: one row
-- parameters: $1 feed text, $2 severity text, $3 code text, $4 field text, $5 remedy text, $6 found text
-- returns: rejected bigint
-- locks: writes stage.reject
select engine.reject($1::text, $2::text, $3::text, $4::text, $5::text, $6::text) as rejected
