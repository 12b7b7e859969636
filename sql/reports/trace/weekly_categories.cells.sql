-- purpose: the cells that add up to the figures of weekly_categories
-- grain: one row per cell
-- parameters: $1 district text, $2 week date, $3 figure text, $4 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
	join ref.category k on k.code = c.category
where $3::text = 'cases' and c.district = $1::text and c.registered_on between $2::date - 21 and $2::date + 6
	and ($4::text is null or k.name_en = $4::text)
order by cell
