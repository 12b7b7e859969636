-- purpose: gives raw rows the names that the run saw their files under
-- grain: one row
-- parameters: $1 source text
-- returns: drop_settle void
-- locks: writes raw.loaded
select engine.drop_settle($1::text)
