-- purpose: a complaint was not received before 1990 or after the run
-- rule: complaint row received_at date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.received_on > s.latest_on then pg_catalog.format('The complaint cannot have been received on %s, which is after this run (%s).', s.received_on, s.latest_on - 1)
	else pg_catalog.format('The complaint cannot have been received on %s, which is before the first day taken (%s).', s.received_on, '1990-01-01'::date) end as reason
from engine.checked_complaint s
where s.received_on > s.latest_on or s.received_on < '1990-01-01'::date
