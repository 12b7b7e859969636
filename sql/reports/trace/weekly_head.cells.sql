-- purpose: the cells that add up to the figures of weekly_head
-- grain: one row per cell
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), week as (
	select x.first::date as first
	from cover k cross join pg_catalog.generate_series($2::date - 364, $2::date - 7, interval '7 days') as x (first)
	where k.whole @> pg_catalog.daterange(x.first::date, x.first::date + 6, '[]')
		and report.district_era($1::text, x.first::date) = report.district_era($1::text, $2::date + 6)
)
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
	cross join lateral (values
		('registered', c.registered_on between $2::date and $2::date + 6),
		('registered_before', c.registered_on between $2::date - 7 and $2::date - 1),
		('registered_mean', c.registered_on between $2::date - 364 and $2::date - 1
			and pg_catalog.date_trunc('week', c.registered_on::timestamp)::date in (select w.first from week w))
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
union all
select null::text as part, 'overdue_day' as cube, etl.cell_text('overdue_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.entered - c.ended as amount
from report.overdue_day c
	cross join cover k
where $4::text = 'overdue' and c.district = $1::text and c.on_day <= k.covered_to and c.entered <> c.ended
	and $3::date is not null and $5::text is null
order by cell
