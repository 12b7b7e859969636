-- purpose: the cells that add up to the figures of press_note_status
-- grain: one row per cell
-- parameters: $1 district text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'accused_day' as cube, etl.cell_text('accused_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.accused as amount
from report.accused_day c
	join ref.accused_status s on s.code = c.status
where $4::text = 'accused' and c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
	and ($5::text is null or s.name_en = $5::text)
order by cell
