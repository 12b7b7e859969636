-- purpose: statements of runs that no longer hold the claim, and work on: what a killed process left to the server
-- grain: one row per session
-- parameters: none
-- returns: backend integer, job text, since text
-- locks: none
--
-- For the session that holds the claim. Sessions in between two statements are no orphans: the server notices at once when
-- nobody listens to these.
select a.pid as backend, a.application_name::text as job,
	pg_catalog.to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"') as since
from pg_catalog.pg_stat_activity a
join pg_catalog.pg_stat_activity me on me.pid = pg_catalog.pg_backend_pid()
where a.datname = pg_catalog.current_database() and a.backend_type = 'client backend' and a.state = 'active'
	and a.application_name in ('shumar/etl-run', 'shumar/etl-load', 'shumar/etl-raw')
	and a.usename = me.usename and a.xact_start < me.backend_start
order by a.pid
