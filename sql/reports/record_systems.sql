-- purpose: which record systems have reported for a jurisdiction, and of what
-- grain: one row per source and feed
-- parameters: $1 jurisdiction text
-- returns: source text, feed text
-- locks: none
select distinct c.source, c.feed
from report.coverage c
where c.jurisdiction = $1::text
	and c.state = 'covered'
order by c.source, c.feed
