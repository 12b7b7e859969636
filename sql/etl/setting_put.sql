-- purpose: keeps a setting of the warehouse
-- grain: one row
-- parameters: $1 name text, $2 value text
-- returns: none
-- locks: writes etl.setting
insert into etl.setting as s (name, value) values ($1::text, $2::text)
on conflict (name) do update set value = excluded.value
