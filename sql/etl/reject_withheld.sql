-- purpose: the rules for values that were withheld while they streamed: personal data, and what is none of a list
-- grain: one row
-- parameters: $1 feed text
-- returns: reject_withheld void
-- locks: writes stage.reject
select engine.reject_withheld($1::text)
