-- purpose: a statement before a magistrate cannot be older than the case or later than the run
-- rule: case field statement_164_on date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.statement_164_on > s.latest_on then pg_catalog.format('The statement cannot date from %s, which is after this run (%s).', s.statement_164_on, s.latest_on - 1)
	else pg_catalog.format('The statement cannot date from %s, which is before the case was registered (%s).', s.statement_164_on, s.registered_on) end as reason
from engine.checked_case s
where s.statement_164_on > s.latest_on or s.statement_164_on < s.registered_on
