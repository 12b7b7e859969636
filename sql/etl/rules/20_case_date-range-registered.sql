-- purpose: a case cannot have been registered before 1990 or after the records end
-- rule: case row registered_at date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The case cannot have been registered on %s.', s.registered_on) as reason
from stage.checked_case s
where s.registered_on > s.as_at_on or s.registered_on < '1990-01-01'::date
