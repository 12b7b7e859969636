-- purpose: the day up to which the City of London's records are known: the last of the latest month that came
-- grain: one row
-- parameters: $1 latest timestamp with time zone
-- returns: as_at timestamp with time zone
-- locks: none
select ((greatest(
	(select max(s.month) from raw.crimes as s where s.month + interval '1 month' <= l.latest_on + 1),
	(select max(o.month) from raw.outcomes as o where o.month + interval '1 month' <= l.latest_on + 1)
) + interval '1 month')::date - 1)::timestamp at time zone 'Europe/London' as as_at
from (select ($1::timestamptz at time zone 'Europe/London')::date as latest_on) as l
