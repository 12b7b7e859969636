-- purpose: the feeds that must be compared whole this time, whatever else was noted of them
-- grain: one row per feed
-- parameters: $1 from_xid text, $2 also_xids text
-- returns: feed text, reasons text
-- locks: none
--
-- Beside what the ledger says itself: a feed of which one transaction changed keys (moved) while another that did not
-- see it, nor was seen by it, noted rows. Rare, and then the keys noted may not be all that are gone.
with noted as (
	select l.xid, l.seen, l.feed, l.row_id, l.moved, l.compare
	from shumar_kit.ledger as l
	where l.xid >= $1::text::xid8 or l.xid = any($2::text::xid8[])
), marker as (
	select n.feed, n.compare as reason from noted as n where n.compare is not null
	union
	select m.feed, 'keys moved meanwhile'
	from noted as m
	join noted as n on n.feed = m.feed and n.xid <> m.xid and n.row_id is not null
		and not pg_visible_in_snapshot(n.xid, m.seen) and not pg_visible_in_snapshot(m.xid, n.seen)
	where m.moved
)
select
	m.feed,
	string_agg(m.reason, ', ' order by m.reason collate "C") as reasons
from marker as m
group by m.feed
order by m.feed collate "C"
