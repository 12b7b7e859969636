-- purpose: the day up to which the tables of "Crime in India 2014" count: the end of 2014
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select '2014-12-31'::timestamp at time zone 'Asia/Kolkata' as as_at
