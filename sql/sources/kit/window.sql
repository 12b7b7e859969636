-- purpose: which notes of the ledger to read, after a reading that had snapshot and mark of identity.sql
-- grain: one row
-- parameters: $1 snapshot text, $2 mark text
-- returns: from_xid text, also_xids text, fault text
-- locks: none
--
-- The notes are those with xid >= from_xid or xid = any(also_xids): all that the old snapshot does not show, and
-- what was in progress when one of these was noted (sql/sources/kit/ledger.sql says why). An index serves both.
-- fault: null, or 'pruned' (notes that were not read yet are gone) or 'restored' (the ledger does not hold the
-- mark any more, or transaction ids went back: an older state of this database came back); then compare in full.
with given as (
	select $1::text::pg_snapshot as snapshot, split_part($2, '/', 1) as xid, split_part($2, '/', 2) as change_no,
		split_part($2, '/', 3) as noted
), beside as (
	select x.xid from given as g cross join lateral pg_snapshot_xip(g.snapshot) as x (xid)
), fresh as (
	select distinct on (l.seen::text) l.seen
	from shumar_kit.ledger as l
	where l.xid >= (select pg_snapshot_xmax(g.snapshot) from given as g) or l.xid = any(array(select b.xid from beside as b))
), bound as (
	select b.xid from (select pg_snapshot_xmax(g.snapshot) as xid from given as g
		union all select pg_snapshot_xmax(f.seen) from fresh as f) as b
	order by b.xid limit 1
), together as (
	select b.xid from beside as b union select x.xid from fresh as f cross join lateral pg_snapshot_xip(f.seen) as x (xid)
)
select
	b.xid::text as from_xid,
	array(select t.xid from together as t where t.xid < b.xid order by t.xid)::text as also_xids,
	case when s.pruned_below > pg_snapshot_xmin(g.snapshot) then 'pruned'
		when pg_snapshot_xmax(g.snapshot) > pg_snapshot_xmax(pg_current_snapshot()) then 'restored'
		when g.xid <> '' and g.xid::xid8 >= s.pruned_below and not exists (select from shumar_kit.ledger as l
			where l.xid = g.xid::xid8 and l.change_no = g.change_no::bigint and extract(epoch from l.noted_at)::text = g.noted)
			then 'restored' end as fault
from given as g
cross join bound as b
cross join shumar_kit.state as s
