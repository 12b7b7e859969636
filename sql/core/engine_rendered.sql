-- purpose: a file of the engine with what its marks stand for
-- grain: one row
-- parameters: $1 script text
-- returns: script text
-- locks: none
select engine.rendered($1::text) as script
