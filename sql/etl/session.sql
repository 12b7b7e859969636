-- purpose: memory and planning of a session that moves many rows
-- grain: one row
-- parameters: none
-- returns: work_mem text, maintenance_work_mem text, jit text
-- locks: none
select pg_catalog.set_config('work_mem', '192MB', false) as work_mem,
	pg_catalog.set_config('maintenance_work_mem', '512MB', false) as maintenance_work_mem,
	pg_catalog.set_config('jit', 'off', false) as jit
