-- purpose: the status of an accused is one of the list
-- rule: accused field status unknown-status
-- remedy: Choose a status of the list at the source.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The status is none of the list (%s); the accused is counted as nominated only.', engine.outline(s.status)) as reason
from engine.checked_accused s
where s.status is not null and not exists (select from ref.accused_status r where r.code = s.status)
	and s.status not like '‹%' -- withheld while it streamed, and rejected before
