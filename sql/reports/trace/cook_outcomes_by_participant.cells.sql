-- purpose: the cells that add up to the figures of cook_outcomes_by_participant
-- grain: one row per cell
-- parameters: $1 figure text, $2 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'decided_day' as cube, etl.cell_text('decided_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.accused as amount
from report.decided_day c
where $1::text = 'accused' and c.district = 'COOK'
	and ($2::text is null or c.outcome_class = $2::text)
order by cell
