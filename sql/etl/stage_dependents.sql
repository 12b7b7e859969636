-- purpose: takes up the facts of a feed that have to be looked at because of what the feeds before it changed
-- grain: one row
-- parameters: $1 feed text
-- returns: touched bigint
-- locks: writes the feed's stage
select engine.stage_dependents($1::text) as touched
