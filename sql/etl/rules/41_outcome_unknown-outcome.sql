-- purpose: the outcome is one of the list
-- rule: outcome row outcome unknown-outcome
-- remedy: Choose an outcome of the list at the source.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The outcome is none of the list (%s).', engine.outline(s.outcome)) as reason
from engine.checked_outcome s
where not exists (select from ref.court_outcome r where r.code = s.outcome)
	and s.outcome not like '‹%' -- withheld while it streamed, and rejected before
