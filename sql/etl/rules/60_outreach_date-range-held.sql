-- purpose: a session was not held before 1990 or after the records end
-- rule: outreach row held_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The session cannot have been held on %s.', s.held_on) as reason
from stage.checked_outreach s
where s.held_on > s.as_at_on or s.held_on < '1990-01-01'::date
