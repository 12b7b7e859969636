-- purpose: makes the views of schema report answer as of a run, until the end of the transaction
-- grain: one row
-- parameters: $1 run_no text
-- returns: signed text, as_of text
-- locks: none
select pg_catalog.set_config('shumar.signed', 'since', true) as signed, pg_catalog.set_config('shumar.as_of', $1::text, true) as as_of
