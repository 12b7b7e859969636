-- purpose: the cells that add up to the figures of conviction_bases
-- grain: one row per cell
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'milestone_month' as cube, etl.cell_text('milestone_month', pg_catalog.to_jsonb(c)) collate "C" as cell,
	n.cases as amount
from report.milestone_month c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	cross join lateral (values
		('registered', c.cases),
		('registered_convicted', c.convicted),
		('registered_open', c.cases - c.disposed - c.undated),
		('challaned', c.challaned),
		('challaned_convicted', c.challaned_convicted)
	) as n (figure, cases)
where n.figure = $4::text and n.cases <> 0
	and c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
	and ($5::text is null or d.name_en = $5::text)
union all
select null::text as part, 'disposal_month' as cube, etl.cell_text('disposal_month', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.disposal_month c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	cross join lateral (values
		('decided', c.disposal in ('convicted', 'acquitted', 'compromised', 'other')),
		('decided_convicted', c.disposal = 'convicted'),
		('decided_acquitted', c.disposal = 'acquitted'),
		('decided_compromised', c.disposal = 'compromised'),
		('decided_other', c.disposal = 'other'),
		('outside_courts', c.disposal in ('cancelled', 'untraced', 'transferred'))
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
	and ($5::text is null or d.name_en = $5::text)
order by cell
