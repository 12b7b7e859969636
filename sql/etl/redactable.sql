-- purpose: the columns of facts whose values can be redacted: those that take text
-- grain: one row per feed and column
-- parameters: $1 feed text, $2 name text
-- returns: feed text, name text
-- locks: none
select c.feed, c.name
from ref.coded_column c
where ($1::text is null or c.feed = $1::text) and ($2::text is null or c.name = $2::text)
	and c.name <> 'district' and c.form is distinct from 'section'
order by c.feed collate "C", c.name collate "C"
