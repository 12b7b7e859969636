-- purpose: says that the warehouse is a demonstration: its release desk may be told the time
-- grain: one row
-- parameters: none
-- returns: none
-- locks: writes etl.setting
insert into etl.setting as s (name, value) values ('demonstration', 'yes')
on conflict (name) do update set value = excluded.value
