-- purpose: what of the schema keeps tables from being distributed, and tables that are elsewhere than planned
-- grain: one row per fault
-- parameters: none
-- returns: relation text, fault text
-- locks: none
select x.relation, x.fault
from (
	select f.relation, f.fault
	from engine.distribution_fault f
	union all
	select d.relation, pg_catalog.format('it is %s%s already', n.home, ' by ' || n.key_column)
	from engine.distribution d
	join engine.distributed() n on n.table_id = d.table_id
	where (n.home, n.key_column) is distinct from (d.home, d.key_column)
	union all
	select d.relation, pg_catalog.format('its rows do not lie beside those of %s', d.anchor)
	from engine.distribution d
	join engine.distributed() n on n.table_id = d.table_id
	join engine.distributed() a on a.table_id = d.anchor::pg_catalog.regclass
	where n.home = 'distributed' and a.home = 'distributed' and n.colocation <> a.colocation
) x
order by x.relation collate "C", x.fault collate "C"
