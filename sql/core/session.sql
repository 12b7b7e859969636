-- purpose: pins the session so that nothing of the server's or role's own settings changes a result
-- grain: one row per setting that the server knows (older servers lack some)
-- parameters: $1 statement_timeout text
-- returns: name text, value text
-- locks: none
select
	setting.name,
	pg_catalog.set_config(setting.name, setting.value, false) as value
from (values
	('search_path', ''),
	('timezone', 'UTC'),
	('datestyle', 'ISO, YMD'),
	('intervalstyle', 'iso_8601'),
	('extra_float_digits', '1'),
	('bytea_output', 'hex'),
	('standard_conforming_strings', 'on'),
	('default_transaction_isolation', 'read committed'),
	('lock_timeout', '60s'),
	('statement_timeout', $1::text),
	('idle_in_transaction_session_timeout', '0'),
	('jit', 'off'),
	('client_min_messages', 'warning'),
	('citus.propagate_set_commands', 'local')
) as setting (name, value)
where pg_catalog.current_setting(setting.name, true) is not null
order by setting.name collate "C"
