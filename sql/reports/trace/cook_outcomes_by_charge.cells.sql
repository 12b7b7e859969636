-- purpose: the cells that add up to the figures of cook_outcomes_by_charge
-- grain: one row per cell
-- parameters: $1 figure text, $2 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'outcome_day' as cube, etl.cell_text('outcome_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.outcomes as amount
from report.outcome_day c
where $1::text = 'outcomes' and c.district = 'COOK'
	and ($2::text is null or c.outcome_class = $2::text)
order by cell
