-- purpose: disposals of charges in Cook County by class of outcome
-- grain: one row per class of outcome: guilty, not guilty, other; always three
-- parameters: none
-- returns: outcome_class text, label text, outcomes bigint
-- measures: outcomes=outcome_charges
-- locks: none
-- row: outcome_class = c.outcome_class
-- trace: outcomes = outcome_day.outcomes where c.district = 'COOK'
select
	class.outcome_class,
	class.label,
	coalesce(sum(d.outcomes), 0)::bigint as outcomes
from (values
	(1, 'guilty', 'Guilty'),
	(2, 'not_guilty', 'Not guilty'),
	(3, 'other', 'Not prosecuted, dismissed, transferred or abated')
) as class (place, outcome_class, label)
left join report.outcome_day as d on d.district = 'COOK' and d.outcome_class = class.outcome_class
group by class.place, class.outcome_class, class.label
order by class.place
