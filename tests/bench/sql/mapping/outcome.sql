-- purpose: the courts' disposals
-- grain: one row per charge disposed of
-- parameters: none
-- returns: row_id bigint, case_key text, accused_key text, outcome_key text, court text, decided_on date, outcome text,
--   sentence_kind text, sentence_months integer, fine bigint, appeal text
-- locks: none
select
	o.outcome_id as row_id,
	o.case_id::text as case_key,
	o.accused_id::text as accused_key,
	o.outcome_id::text as outcome_key,
	o.court,
	o.decided_on,
	o.outcome,
	o.sentence_kind,
	o.sentence_months,
	o.fine,
	o.appeal
from police.outcomes as o
