-- purpose: a court has not decided before the case was registered
-- rule: outcome row decided_on outcome-before-registration
-- remedy: Correct the day of the decision or of the registration at the source; the record comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The court cannot have decided on %s, which is before the case was registered (%s).', s.decided_on, s.registered_on) as reason
from engine.checked_outcome s
where s.decided_on < s.registered_on
