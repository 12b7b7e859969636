-- purpose: accused whose case a court decided, by the deciding outcome over all charges, per day of decision
-- grain: one row per fact; cells per district, category, outcome_class, decided_on
-- keys: district, category, outcome_class, decided_on
-- counts: accused
-- parameters: none
-- returns: district text, category text, outcome_class text, decided_on date, accused bigint
-- locks: none
select f.district, f.category, f.outcome_class, f.decided_on,
	f.sign::bigint as accused
from engine.signed_accused f
where f.decided_on is not null
