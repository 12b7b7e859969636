-- purpose: what a figure of a published table looks like if this run is applied
-- grain: one row per staged row
-- place: 8
-- keys: count_key
-- day: period_from
-- district: none
-- area: area
-- record: @.jurisdiction; @.area; @.head; @.item; @.period_from; @.period_to
-- staged: g.jurisdiction; @.area; @.head; @.item; @.period_from; @.period_to
-- parameters: none
-- returns: count_key uuid, source text, jurisdiction text, area text, head text, item text, period_from date, period_to date, value bigint, decimals integer, feed_hash uuid
-- locks: none
select s.count_key, s.source, g.jurisdiction, s.area, s.head, s.item, s.period_from, s.period_to, s.value,
	coalesce(s.decimals, 0) as decimals, s.feed_hash
from stage.count s
join stage.source g on g.source = s.source
