-- purpose: a count's period begins in or after 1900, does not end before it begins, and not after the records end
-- rule: count row period_from,period_to date-range
-- remedy: Correct the period in the table or its mapping; the count comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, pg_catalog.format('The period from %s to %s cannot be right.', s.period_from, s.period_to) as reason
from stage.checked_count s
where s.period_to < s.period_from or s.period_to > s.as_at_on or s.period_from < '1900-01-01'::date
