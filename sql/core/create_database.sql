-- purpose: the statement that creates a database, which cannot itself take a parameter
-- grain: one row, or none when the database exists
-- parameters: $1 name text
-- returns: statement text
-- locks: none
select pg_catalog.format(
	'create database %I template template0 encoding ''UTF8'' lc_collate ''C'' lc_ctype ''C''',
	$1::text) as statement
where not exists (select from pg_catalog.pg_database as known where known.datname = $1::text)
