-- purpose: takes the calendars of a source away, before those that its declaration has now are entered
-- grain: one row per declared file with a calendar
-- parameters: $1 source text
-- returns: none
-- locks: writes raw.drop_rule
delete from raw.drop_rule as r
where r.source = $1::text
