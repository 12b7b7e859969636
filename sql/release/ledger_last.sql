-- purpose: number, hash and instant of the last line of the ledger of releases
-- grain: one row; number 0 and nulls when there is no line yet
-- parameters: none
-- returns: event_no bigint, hash text, at text
-- locks: none
select coalesce(pg_catalog.max(e.event_no), 0) as event_no,
	(pg_catalog.array_agg(e.hash order by e.event_no desc))[1] as hash,
	pg_catalog.to_char(pg_catalog.max(e.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
from release.event e
