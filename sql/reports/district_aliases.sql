-- purpose: other codes and spellings that a user may give for a district
-- grain: one row per spelling
-- parameters: none
-- returns: alias text, code text
-- locks: none
select a.alias, a.code
from ref.district_alias a
order by a.alias collate "C"
