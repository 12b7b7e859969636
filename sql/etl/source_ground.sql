-- purpose: whether the source lets a mapping's columns be looked up: a temporary view needs a server that writes, and a right
-- grain: one row
-- parameters: none
-- returns: standby boolean, temporary boolean
-- locks: none
select
	pg_catalog.pg_is_in_recovery() as standby,
	pg_catalog.has_database_privilege(pg_catalog.current_database(), 'temporary') as temporary
