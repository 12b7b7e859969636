-- purpose: the facts that the figures of press_note_head count, each with all versions that ever were among them
-- grain: one row per version of a fact
-- parameters: $1 district text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: cases, accused, arrested, interim_bail, innocent, convicted, custody, bail, other_status, arrested_ever, complaints,
--   sessions, attendances, unrecorded, referrals
select null::text as part, 'case' as fact, f.row_key, f.district, f.station, f.fir_year, f.fir_number,
	null::text as record, f.registered_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_case f
where $4::text = 'cases' and f.district = $1::text and f.channel = 'vwps' and f.registered_on between $2::date and $3::date
union all
select null::text as part, 'accused' as fact, f.row_key, f.district, c.station, c.fir_year, c.fir_number,
	f.record, f.registered_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_accused f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	cross join lateral (values
		('accused', true),
		('arrested', f.status = 'ARRESTED'),
		('interim_bail', f.status = 'INTERIM_BAIL'),
		('innocent', f.status = 'INNOCENT'),
		('convicted', f.status = 'CONVICTED'),
		('custody', f.status = 'JUDICIAL'),
		('bail', f.status = 'BAIL'),
		('arrested_ever', f.arrested_on is not null),
		('other_status', f.status not in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED', 'JUDICIAL', 'BAIL'))
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and f.district = $1::text and f.channel = 'vwps' and f.registered_on between $2::date and $3::date
union all
select null::text as part, 'complaint' as fact, f.row_key, f.district, null::text as station,
	null::integer as fir_year, null::text as fir_number, f.record, f.received_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_complaint f
where $4::text = 'complaints' and f.district = $1::text and f.channel = 'vwps' and f.received_on between $2::date and $3::date
union all
select null::text as part, 'outreach' as fact, f.row_key, f.district, null::text as station,
	null::integer as fir_year, null::text as fir_number, f.record, f.held_on as event_on,
	case when $4::text in ('sessions', 'unrecorded') then 1 else coalesce(f.attended_women, 0) + coalesce(f.attended_men, 0) end::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_outreach f
where ($4::text in ('sessions', 'attendances')
		or ($4::text = 'unrecorded' and pg_catalog.num_nulls(f.attended_women, f.attended_men) > 0))
	and f.district = $1::text and f.held_on between $2::date and $3::date
union all
select null::text as part, 'referral' as fact, f.row_key, f.district, null::text as station,
	null::integer as fir_year, null::text as fir_number, f.record, f.referred_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_referral f
where $4::text = 'referrals' and f.district = $1::text and f.referred_on between $2::date and $3::date
	and $5::text is null
