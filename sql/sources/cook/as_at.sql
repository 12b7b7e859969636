-- purpose: the day up to which Cook County's records are known: the last case received or charge disposed of
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select greatest(
	(select max(i.received_date)::date from raw.cook_intake as i),
	(select max(d.disposition_date) from raw.cook_dispositions as d)
)::timestamp at time zone 'America/Chicago' as as_at
