-- purpose: the instant now by the server's clock, or by the one that a demonstration is told; whether it may be told one
-- grain: one row
-- parameters: $1 told text
-- returns: at text, behind boolean, demonstration boolean, last_at text
-- locks: none
select pg_catalog.to_char(n.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
	coalesce(n.at < l.at, false) as behind,
	exists (select from etl.setting s where s.name = 'demonstration' and s.value = 'yes') as demonstration,
	pg_catalog.to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_at
from (select coalesce($1::text::timestamptz, pg_catalog.clock_timestamp()) as at) n
cross join (select pg_catalog.max(e.at) as at from release.event e) l
