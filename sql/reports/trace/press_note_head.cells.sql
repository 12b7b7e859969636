-- purpose: the cells that add up to the figures of press_note_head
-- grain: one row per cell
-- parameters: $1 district text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, cube text, cell text, amount bigint
-- locks: none
select null::text as part, 'case_day' as cube, etl.cell_text('case_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.cases as amount
from report.case_day c
where $4::text = 'cases' and c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
union all
select null::text as part, 'accused_day' as cube, etl.cell_text('accused_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	case n.figure when 'arrested_ever' then c.arrested_ever else c.accused end as amount
from report.accused_day c
	cross join lateral (values
		('accused', true),
		('arrested', c.status = 'ARRESTED'),
		('interim_bail', c.status = 'INTERIM_BAIL'),
		('innocent', c.status = 'INNOCENT'),
		('convicted', c.status = 'CONVICTED'),
		('custody', c.status = 'JUDICIAL'),
		('bail', c.status = 'BAIL'),
		('arrested_ever', c.arrested_ever <> 0),
		('other_status', c.status not in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED', 'JUDICIAL', 'BAIL'))
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
union all
select null::text as part, 'complaint_day' as cube, etl.cell_text('complaint_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.complaints as amount
from report.complaint_day c
where $4::text = 'complaints' and c.district = $1::text and c.channel = 'vwps' and c.received_on between $2::date and $3::date
union all
select null::text as part, 'outreach_day' as cube, etl.cell_text('outreach_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	case $4::text when 'sessions' then c.sessions when 'unrecorded' then c.unrecorded else c.attended_women + c.attended_men end as amount
from report.outreach_day c
where ($4::text in ('sessions', 'attendances') or ($4::text = 'unrecorded' and c.unrecorded <> 0)) and c.district = $1::text and c.held_on between $2::date and $3::date
union all
select null::text as part, 'referral_day' as cube, etl.cell_text('referral_day', pg_catalog.to_jsonb(c)) collate "C" as cell,
	c.referrals as amount
from report.referral_day c
where $4::text = 'referrals' and c.district = $1::text and c.referred_on between $2::date and $3::date
	and $5::text is null
order by cell
