-- purpose: a response is not older than its complaint or later than the run
-- rule: complaint field responded_at date-range
-- remedy: Correct the date at the source; until then the record is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.responded_on > s.latest_on then pg_catalog.format('The response cannot be of %s, which is after this run (%s).', s.responded_on, s.latest_on - 1)
	else pg_catalog.format('The response cannot be of %s, which is before the complaint came (%s).',
		pg_catalog.to_char(s.responded_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI:SS'),
		pg_catalog.to_char(s.received_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI:SS')) end as reason
from engine.checked_complaint s
where s.responded_on > s.latest_on or s.responded_at < s.received_at
