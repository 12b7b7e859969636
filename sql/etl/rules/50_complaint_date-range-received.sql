-- purpose: a complaint was not received before 1990 or after the records end
-- rule: complaint row received_at date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The complaint cannot have been received on %s.', s.received_on) as reason
from stage.checked_complaint s
where s.received_on > s.as_at_on or s.received_on < '1990-01-01'::date
