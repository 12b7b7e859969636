-- purpose: the files that the reference tables were last brought to
-- grain: one row per reference table, in the order of their names
-- parameters: none
-- returns: name text, sha256 text
-- locks: none
select applied.name, applied.sha256
from etl.reference as applied
order by applied.name collate "C"
