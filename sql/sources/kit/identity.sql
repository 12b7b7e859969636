-- purpose: which server, database and kit this is, and the snapshot to remember; first in the reading transaction
-- grain: one row
-- parameters: none
-- returns: system_identifier text, timeline integer, database_oid bigint, kit_id uuid, version integer, feeds text[],
--   intact boolean, in_recovery boolean, snapshot text, mark text
-- locks: none
--
-- Another system identifier, timeline, database or kit than at the last reading: transaction ids say nothing, compare
-- in full once. feeds are those that some table is watched for; intact is false when a watched table lost its triggers.
-- snapshot and mark go to window.sql the next time. Needs no privilege beyond shumar_reader.
--
-- In recovery a snapshot's list of transactions in progress is empty (PostgreSQL keeps them elsewhere), so all
-- from its lower end on counts as not seen: more is read again, nothing is missed. The timeline is then the last
-- restart point's.
select
	(select c.system_identifier from pg_control_system() as c)::text as system_identifier,
	case when pg_is_in_recovery() then (select c.timeline_id from pg_control_checkpoint() as c)
		else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer end as timeline,
	(select d.oid::bigint from pg_database as d where d.datname = current_database()) as database_oid,
	s.kit_id,
	s.version,
	array(select f.feed from shumar_kit.watched as w cross join lateral unnest(w.feeds) as f (feed)
		group by f.feed order by f.feed collate "C") as feeds,
	(select coalesce(bool_and(shumar_kit.has_triggers(w.table_name)), false) from shumar_kit.watched as w) as intact,
	pg_is_in_recovery() as in_recovery,
	case when pg_is_in_recovery()
		then pg_snapshot_xmin(pg_current_snapshot())::text || ':' || pg_snapshot_xmin(pg_current_snapshot())::text || ':'
		else pg_current_snapshot()::text end as snapshot,
	(select concat_ws('/', l.xid, l.change_no, extract(epoch from l.noted_at))
		from shumar_kit.ledger as l order by l.xid desc, l.change_no desc limit 1) as mark
from shumar_kit.state as s
