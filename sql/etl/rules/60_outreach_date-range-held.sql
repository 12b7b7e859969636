-- purpose: a session was not held before 1990 or after the run
-- rule: outreach row held_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.held_on > s.latest_on then pg_catalog.format('The session cannot have been held on %s, which is after this run (%s).', s.held_on, s.latest_on - 1)
	else pg_catalog.format('The session cannot have been held on %s, which is before the first day taken (%s).', s.held_on, '1990-01-01'::date) end as reason
from engine.checked_outreach s
where s.held_on > s.latest_on or s.held_on < '1990-01-01'::date
