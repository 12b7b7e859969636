-- purpose: enters the calendar of a declared file
-- grain: one row
-- parameters: $1 source text, $2 feed text, $3 jurisdiction text, $4 timezone text, $5 every text, $6 due_days integer,
--   $7 first_day date, $8 last_day date, $9 units text[], $10 by_reference boolean
-- returns: none
-- locks: writes raw.drop_rule
insert into raw.drop_rule (source, feed, jurisdiction, timezone, every, due_days, first_day, last_day, units, by_reference)
values ($1::text, $2::text, $3::text, $4::text, $5::text, $6::integer, $7::date, $8::date, $9::text[], $10::boolean)
