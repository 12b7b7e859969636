-- purpose: the cells that add up to the figures of weekly_head
-- grain: one row per cell
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
	cross join lateral (values
		('registered', c.registered_on between $2::date and $2::date + 6),
		('registered_before', c.registered_on between $2::date - 7 and $2::date - 1),
		('registered_mean', c.registered_on between $2::date - 364 and $2::date - 1),
		('overdue', c.status in ('FIR', 'UNDERINV') and c.registered_on < $3::date - 17)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text
union all
select null::text as part, 'arrest_day' as cube, etl.cell_text('arrest_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.accused as amount
from report.arrest_day c
	cross join lateral (values
		('arrests', c.arrested_on between $2::date and $2::date + 6),
		('arrests_before', c.arrested_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text
union all
select null::text as part, 'challan_day' as cube, etl.cell_text('challan_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.accused as amount
from report.challan_day c
	cross join lateral (values
		('challaned', c.challaned_on between $2::date and $2::date + 6),
		('challaned_before', c.challaned_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text
union all
select null::text as part, 'complaint_day' as cube, etl.cell_text('complaint_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.complaints as amount
from report.complaint_day c
	cross join lateral (values
		('complaints', c.received_on between $2::date and $2::date + 6),
		('complaints_before', c.received_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text
	and $5::text is null
order by cell
