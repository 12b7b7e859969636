-- purpose: the cells that add up to the figures of weekly_stations
-- grain: one row per cell
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
)
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
	cross join lateral (values
		('registered', c.registered_on between $2::date and $2::date + 6),
		('registered_before', c.registered_on between $2::date - 7 and $2::date - 1),
		('four_weeks', c.registered_on between $2::date - 21 and $2::date + 6)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text
	and ($5::text is null or c.station = $5::text)
union all
select null::text as part, 'arrest_day' as cube, etl.cell_text('arrest_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.accused as amount
from report.arrest_day c
where $4::text = 'arrests' and c.district = $1::text and c.arrested_on between $2::date and $2::date + 6
	and ($5::text is null or c.station = $5::text)
union all
select null::text as part, 'overdue_day' as cube, etl.cell_text('overdue_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.entered - c.ended as amount
from report.overdue_day c
	cross join cover k
where $4::text = 'overdue' and c.district = $1::text and c.on_day <= k.covered_to and c.entered <> c.ended
	and ($5::text is null or c.station = $5::text)
	and $3::date is not null
order by cell
