-- purpose: the columns of feeds that take listed words or words of a form, and the words of their lists
-- grain: one row per column and word; one without a word where a column has no list
-- parameters: none
-- returns: feed text, name text, form text, code text
-- locks: none
with word as (
	select v.list, v.code from ref.coded_value v
	union all
	select 'case_status', s.code from ref.case_status s
	union all
	select 'accused_status', s.code from ref.accused_status s
	union all
	select 'court_outcome', o.code from ref.court_outcome o
)
select c.feed, c.name, c.form, w.code
from ref.coded_column c
left join word w on w.list = c.list
order by c.feed collate "C", c.name collate "C", w.code collate "C"
