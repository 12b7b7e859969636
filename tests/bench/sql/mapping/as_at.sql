-- purpose: the records stand as at the end of the source's own day
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select (c.today + time '23:59:59') at time zone 'Asia/Karachi' as as_at from police.clock as c
