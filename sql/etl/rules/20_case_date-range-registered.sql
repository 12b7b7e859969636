-- purpose: a case cannot have been registered before 1990 or after the run
-- rule: case row registered_at date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.registered_on > s.latest_on then pg_catalog.format('The case cannot have been registered on %s, which is after this run (%s).', s.registered_on, s.latest_on - 1)
	else pg_catalog.format('The case cannot have been registered on %s, which is before the first day taken (%s).', s.registered_on, '1990-01-01'::date) end as reason
from engine.checked_case s
where s.registered_on > s.latest_on or s.registered_on < '1990-01-01'::date
