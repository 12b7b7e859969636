-- purpose: the units that owe files, the longest overdue first
-- grain: one row per source, declared file and unit
-- parameters: $1 shown bigint
-- returns: source text, feed text, unit text, files bigint, first_period date, last_period date, overdue_since date
-- locks: none
select c.source, c.feed, coalesce(c.unit, 'all') as unit, count(*) as files, min(c.period) as first_period,
	max(c.period) as last_period, min(c.overdue_since) as overdue_since
from engine.drop_calendar as c
where c.state = 'not reported'
group by c.source, c.feed, c.unit
order by min(c.overdue_since), c.source collate "C", c.feed collate "C", c.unit collate "C"
limit $1::bigint
