-- purpose: turns spellings of districts into codes
-- grain: one row
-- parameters: none
-- returns: touched bigint
-- locks: writes stage tables
select etl.stage_resolve_districts() as touched
