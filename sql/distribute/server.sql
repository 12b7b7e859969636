-- purpose: whether the server has the Citus extension, and of which version
-- grain: one row
-- parameters: none
-- returns: postgresql integer, version text, database text, installed text, offered text
-- locks: none
select pg_catalog.current_setting('server_version_num')::integer / 10000 as postgresql,
	pg_catalog.current_setting('server_version') as version,
	pg_catalog.current_database()::text as database,
	(select e.extversion from pg_catalog.pg_extension e where e.extname = 'citus') as installed,
	(select a.default_version::text from pg_catalog.pg_available_extensions a where a.name = 'citus') as offered
