-- purpose: a setting of the warehouse
-- grain: one row, or none
-- parameters: $1 name text
-- returns: value text
-- locks: none
select s.value from etl.setting s where s.name = $1::text
