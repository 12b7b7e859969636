-- purpose: a case cannot have occurred after its registration, or before 1900
-- rule: case field occurred_on occurred-after-registered
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.occurred_on > s.registered_on then pg_catalog.format('The case cannot have occurred on %s, which is after it was registered (%s).', s.occurred_on, s.registered_on)
	else pg_catalog.format('The case cannot have occurred on %s, which is before the first day taken (%s).', s.occurred_on, '1900-01-01'::date) end as reason
from engine.checked_case s
where s.occurred_on > s.registered_on or s.occurred_on < '1900-01-01'::date
