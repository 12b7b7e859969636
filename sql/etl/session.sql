-- purpose: memory and planning of a session that moves many rows
-- grain: one row
-- parameters: none
-- returns: work_mem text, maintenance_work_mem text, jit text, random_page_cost text, client_connection_check_interval text
-- locks: none
--
-- A night touches few facts: their pages are fetched one by one through the index, from memory or a disk without a
-- head to move, rather than a fact be read from end to end. A statement whose process was killed is given up: it would
-- hold the locks that the next run needs.
select pg_catalog.set_config('work_mem', '192MB', false) as work_mem,
	pg_catalog.set_config('maintenance_work_mem', '512MB', false) as maintenance_work_mem,
	pg_catalog.set_config('jit', 'off', false) as jit,
	pg_catalog.set_config('random_page_cost', '1.1', false) as random_page_cost,
	pg_catalog.set_config('client_connection_check_interval', '2s', false) as client_connection_check_interval
