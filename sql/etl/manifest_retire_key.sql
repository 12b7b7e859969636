-- purpose: forgets which key signs manifests, so that the next run makes a new one
-- grain: one row, or none
-- parameters: $1 setting text
-- returns: none
-- locks: writes etl.setting
delete from etl.setting s where s.name = $1::text
