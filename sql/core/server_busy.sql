-- purpose: whether somebody works on this server besides this session: a program of ours, or a statement of anyone's
-- grain: one row
-- parameters: none
-- returns: busy boolean
-- locks: none
select exists (
	select from pg_catalog.pg_stat_activity as a
	where a.backend_type = 'client backend' and a.pid <> pg_catalog.pg_backend_pid()
		and (a.application_name like 'shumar/%' or a.state is distinct from 'idle')) as busy
