-- purpose: how complete the drops of each source are
-- grain: one row per declared file with a calendar
-- parameters: none
-- returns: source text, feed text, expected bigint, reported bigint, zero bigint, awaited bigint, not_reported bigint,
--   overdue_since date
-- locks: none
select c.source, c.feed, count(*) as expected,
	count(*) filter (where c.state = 'reported') as reported,
	count(*) filter (where c.state = 'zero') as zero,
	count(*) filter (where c.state = 'awaited') as awaited,
	count(*) filter (where c.state = 'not reported') as not_reported,
	min(c.overdue_since) as overdue_since
from engine.drop_calendar as c
group by c.source, c.feed
order by c.source collate "C", c.feed collate "C"
