-- purpose: the cells that add up to the figures of weekly_series
-- grain: one row per cell
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
where $4::text = 'cases' and c.district = $1::text and c.registered_on between $2::date - 7 * 25 and $2::date + 6
	and ($5::text is null or pg_catalog.date_trunc('week', c.registered_on::timestamp)::date::text = $5::text)
	and $3::date is not null
order by cell
