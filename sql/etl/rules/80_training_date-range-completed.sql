-- purpose: a course was not completed before 1990 or after the run
-- rule: training row completed_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.completed_on > s.latest_on then pg_catalog.format('The course cannot have been completed on %s, which is after this run (%s).', s.completed_on, s.latest_on - 1)
	else pg_catalog.format('The course cannot have been completed on %s, which is before the first day taken (%s).', s.completed_on, '1990-01-01'::date) end as reason
from engine.checked_training s
where s.completed_on > s.latest_on or s.completed_on < '1990-01-01'::date
