-- purpose: the feeds that must be compared whole this time, whatever else was noted of them
-- grain: one row per feed
-- parameters: $1 from_xid text, $2 also_xids text
-- returns: feed text, reasons text
-- locks: none
select
	l.feed,
	string_agg(distinct l.compare, ', ' order by l.compare) as reasons
from shumar_kit.ledger as l
where (l.xid >= $1::text::xid8 or l.xid = any($2::text::xid8[])) and l.compare is not null
group by l.feed
order by l.feed collate "C"
