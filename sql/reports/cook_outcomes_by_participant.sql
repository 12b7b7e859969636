-- purpose: accused of Cook County with a disposal, by the outcome that decides over all their charges
-- grain: one row per class of outcome: guilty, not guilty, other; always three
-- parameters: none
-- returns: outcome_class text, label text, accused bigint
-- measures: accused=accused_decided
-- locks: none
-- row: outcome_class = c.outcome_class
-- trace: accused = decided_day.accused where c.district = 'COOK'
select
	class.outcome_class,
	class.label,
	coalesce(sum(d.accused), 0)::bigint as accused
from (values
	(1, 'guilty', 'Guilty of at least one charge'),
	(2, 'not_guilty', 'Not guilty, and guilty of no charge'),
	(3, 'other', 'No finding on any charge')
) as class (place, outcome_class, label)
left join report.decided_day as d on d.district = 'COOK' and d.outcome_class = class.outcome_class
group by class.place, class.outcome_class, class.label
order by class.place
