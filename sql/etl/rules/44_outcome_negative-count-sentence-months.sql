-- purpose: a sentence is not shorter than nothing
-- rule: outcome field sentence_months negative-count
-- remedy: Correct it at the source; until then the outcome is counted without it.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The length of the sentence is below zero.' as reason
from engine.checked_outcome s
where s.sentence_months < 0
