-- purpose: a count's period begins in or after 1900, does not end before it begins, and not after the run
-- rule: count row period_from,period_to date-range
-- remedy: Correct the period in the table or its mapping; the count comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, case when s.period_to < s.period_from then pg_catalog.format('The period cannot end on %s, which is before it begins (%s).', s.period_to, s.period_from)
	when s.period_to > s.latest_on then pg_catalog.format('The period cannot end on %s, which is after this run (%s).', s.period_to, s.latest_on - 1)
	else pg_catalog.format('The period cannot begin on %s, which is before the first day taken (%s).', s.period_from, '1900-01-01'::date) end as reason
from engine.checked_count s
where s.period_to < s.period_from or s.period_to > s.latest_on or s.period_from < '1900-01-01'::date
