-- purpose: what an operator asks first about the server of this session
-- grain: one row
-- parameters: none
-- returns: version text, since text, user_name text
-- locks: none
select
	pg_catalog.current_setting('server_version') as version,
	pg_catalog.to_char(pg_catalog.pg_postmaster_start_time() at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' as since,
	current_user::text as user_name
