-- purpose: makes the views of schema report answer as of a run, until the end of the transaction
-- grain: one row
-- parameters: $1 run_no text
-- returns: signed text, as_of text
-- locks: none
select engine.set_local('shumar.signed', 'since') as signed, engine.set_local('shumar.as_of', $1::text) as as_of
