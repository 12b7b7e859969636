-- purpose: the day up to which Cook County's records are known: the last case received or charge disposed of
-- grain: one row
-- parameters: $1 latest timestamp with time zone
-- returns: as_at timestamp with time zone
-- locks: none
select greatest(
	(select max(i.received_date)::date from raw.intake as i where i.received_date <= l.latest_on),
	(select max(d.disposition_date) from raw.dispositions as d where d.disposition_date <= l.latest_on)
)::timestamp at time zone 'America/Chicago' as as_at
from (select ($1::timestamptz at time zone 'America/Chicago')::date as latest_on) as l
