-- purpose: outcomes wait for their case
-- rule: outcome row case_key orphan-case
-- remedy: Enter the case, or correct what the case was rejected for; this record then comes with the next run.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'Its case is not among the records, or was rejected itself.' as reason
from stage.outcome s
where not exists (select from fact."case" k where k.case_key = s.case_key)
