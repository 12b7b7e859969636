-- purpose: disposals by courts (at Cook County: charges) per day of decision
-- grain: one row per fact; cells per district, category, outcome_class, outcome, decided_on
-- keys: district, category, outcome_class, outcome, decided_on
-- counts: outcomes
-- parameters: none
-- returns: district text, category text, outcome_class text, outcome text, decided_on date, outcomes bigint
-- locks: none
select f.district, f.category, f.outcome_class, f.outcome, f.decided_on,
	f.sign::bigint as outcomes
from engine.signed_outcome f
