-- purpose: who holds the lock of the runs
-- grain: one row while the lock is held
-- parameters: $1 key bigint
-- returns: run_no bigint, kind text, state text, host text, pid integer, since text, backend integer
-- locks: none
select r.run_no, r.kind, r.state, r.host, r.pid,
	pg_catalog.to_char(coalesce(r.started_at, a.backend_start), 'YYYY-MM-DD HH24:MI:SS "UTC"') as since, l.pid as backend
from pg_catalog.pg_locks l
join pg_catalog.pg_database d on d.oid = l.database and d.datname = pg_catalog.current_database()
left join pg_catalog.pg_stat_activity a on a.pid = l.pid
left join lateral (
	select e.run_no, e.kind, e.state, e.host, e.pid, e.started_at
	from etl.run e
	where e.finished_at is null and e.started_at >= a.backend_start
	order by e.run_no desc
	limit 1
) r on true
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
	and l.classid::bigint = ($1::bigint >> 32) and l.objid::bigint = ($1::bigint & 4294967295)
limit 1
