-- purpose: the records stand as at the end of the last day of the made-up system
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select '2025-12-31 23:59:59+05'::timestamptz as as_at
