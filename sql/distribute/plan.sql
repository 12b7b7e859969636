-- purpose: where each table belongs on a server with the Citus extension, and whether it is there
-- grain: one row per table that moves, in the order in which they are made; one per schema of those that stay
-- parameters: none
-- returns: relation text, home text, key_column text, anchor text, placed boolean
-- locks: none
select p.relation, p.home, p.key_column, p.anchor, p.placed
from (
	select d.relation, d.home, d.key_column, d.anchor, n.table_id is not null as placed,
		case d.home when 'reference' then 0 else 1 end as part, d.place
	from engine.distribution d
	left join engine.distributed() n on n.table_id = d.table_id
	where d.home <> 'local'
	union all
	select d.schema || '.*', 'local', null, null, true, 2, 0
	from engine.distribution d
	where d.home = 'local'
	group by d.schema
) p
order by p.part, p.place, p.relation collate "C"
