-- purpose: the migrations of this database
-- grain: one row per migration, in the order of their numbers
-- parameters: none
-- returns: number integer, name text, sha256 text
-- locks: none
select applied.number, applied.name, applied.sha256
from etl.migration as applied
order by applied.number
