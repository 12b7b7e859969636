-- purpose: whether the engine of this database was made of these files
-- grain: one row
-- parameters: $1 sha256 text
-- returns: applied boolean
-- locks: none
select exists (select from etl.engine as e where e.sha256 = $1::text) as applied
