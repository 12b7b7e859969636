-- purpose: the day up to which the City of London's records are known: the last of the latest month that came
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select ((greatest(
	(select max(s.month) from raw.uk_crimes as s),
	(select max(o.month) from raw.uk_outcomes as o)
) + interval '1 month')::date - 1)::timestamp at time zone 'Europe/London' as as_at
