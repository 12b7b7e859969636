-- purpose: the feeds that must be compared in full this time, whatever else was noted of them
-- grain: one row per feed
-- parameters: $1 from_xid text, $2 also_xids text
-- returns: feed text, reasons text
-- locks: none
--
-- Beside what the ledger says itself: a feed of which one transaction changed keys (moved) while another that did not
-- see it, nor was seen by it, noted rows. Rare, and then the keys noted may not be all that are gone. And one whose
-- notes have more or fewer keys than its fact (design: case 1, accused 2, outcome 3, the others 1): the kit was put
-- up otherwise than the mapping expects, and what is gone could not be told.
with noted as (
	select l.xid, l.seen, l.feed, l.row_id, l.moved, l.compare, l.keys
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
	union
	select n.feed, 'keys of another number'
	from noted as n
	where cardinality(n.keys) <> case n.feed when 'accused' then 2 when 'outcome' then 3 else 1 end
)
select
	m.feed,
	string_agg(m.reason, ', ' order by m.reason collate "C") as reasons
from marker as m
group by m.feed
order by m.feed collate "C"
