-- purpose: a case cannot have occurred after its registration
-- rule: case field occurred_on occurred-after-registered
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The case cannot have occurred on %s, which is after its registration or too long ago.', s.occurred_on) as reason
from stage.checked_case s
where s.occurred_on > s.registered_on or s.occurred_on < '1900-01-01'::date
