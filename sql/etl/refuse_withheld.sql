-- purpose: the rules for values that were withheld while they streamed: personal data, and what is none of a list
-- grain: one row
-- parameters: $1 feed text
-- returns: refuse_withheld void
-- locks: writes stage.refusal
select engine.refuse_withheld($1::text)
