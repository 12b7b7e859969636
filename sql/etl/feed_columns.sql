-- purpose: columns of a feed: type in the stage, and whether a mapping has to yield them
-- grain: one row per column, in order
-- parameters: $1 feed text
-- returns: name text, type text, required boolean
-- locks: none
select c.name, c.type, c.required from engine.feed_columns($1::text) c
