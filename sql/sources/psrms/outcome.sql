-- purpose: the courts' disposals of accused
-- grain: one row per disposal
-- parameters: none
-- returns: row_id bigint, case_key text, accused_key text, outcome_key text, court text, decided_on date, outcome text,
--   sentence_kind text, sentence_months integer, fine bigint, appeal text
-- locks: none
select
	o.outcome_id as row_id,
	ps.code || '/' || f.year || '/' || ltrim(split_part(f.fir_no, '/', 1), '0') as case_key,
	o.accused_id::text as accused_key,
	o.outcome_id::text as outcome_key,
	o.court,
	o.decided_on,
	o.outcome,
	o.sentence_kind,
	o.sentence_months,
	o.fine,
	o.appeal
from psrms.court_outcomes as o
join psrms.accused_persons as a using (accused_id)
join psrms.firs as f using (fir_id)
join psrms.police_stations as ps using (ps_id)
