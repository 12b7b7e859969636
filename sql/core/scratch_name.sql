-- purpose: how the database is called that is tried in, beside the one of this session
-- grain: one row
-- parameters: none
-- returns: name text
-- locks: none
--
-- Names have 63 bytes at most; what is cut off makes none of two.
select pg_catalog.left(pg_catalog.current_database(), 50) || '_check' as name
