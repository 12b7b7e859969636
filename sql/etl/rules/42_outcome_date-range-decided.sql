-- purpose: a court has not decided after the run
-- rule: outcome row decided_on date-range
-- remedy: Correct the date at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The court cannot have decided on %s, which is after this run (%s).', s.decided_on, s.latest_on - 1) as reason
from engine.checked_outcome s
where s.decided_on > s.latest_on
