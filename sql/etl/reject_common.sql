-- purpose: the rules that hold for every feed: values that are missing, districts that do not exist, keys given twice
-- grain: one row
-- parameters: $1 feed text
-- returns: reject_common void
-- locks: writes stage.reject
select engine.reject_common($1::text)
