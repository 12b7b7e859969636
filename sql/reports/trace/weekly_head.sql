-- purpose: the facts that the figures of weekly_head count, each with all versions that ever were among them
-- grain: one row per version of a fact
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 figure text, $5 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: registered, registered_before, registered_mean, arrests, arrests_before, challaned,
--   challaned_before, complaints, complaints_before, overdue
-- scale: registered_mean 1/mean_weeks
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
select null::text as part, 'case' as fact, f.row_key, f.district, f.station, f.fir_year, f.fir_number,
	null::text as record, f.registered_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_case f
	cross join lateral (values
		('registered', f.registered_on between $2::date and $2::date + 6),
		('registered_before', f.registered_on between $2::date - 7 and $2::date - 1),
		('registered_mean', f.registered_on between $2::date - 364 and $2::date - 1
			and pg_catalog.date_trunc('week', f.registered_on::timestamp)::date in (select w.first from week w))
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and f.district = $1::text
union all
select null::text as part, 'accused' as fact, f.row_key, f.district, c.station, c.fir_year, c.fir_number,
	f.record, f.arrested_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_accused f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	cross join lateral (values
		('arrests', f.arrested_on between $2::date and $2::date + 6),
		('arrests_before', f.arrested_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and f.district = $1::text
union all
select null::text as part, 'accused' as fact, f.row_key, f.district, c.station, c.fir_year, c.fir_number,
	f.record, f.challaned_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_accused f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	cross join lateral (values
		('challaned', f.challaned_on between $2::date and $2::date + 6),
		('challaned_before', f.challaned_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and f.district = $1::text
union all
select null::text as part, 'complaint' as fact, f.row_key, f.district, null::text as station,
	null::integer as fir_year, null::text as fir_number, f.record, f.received_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_complaint f
	cross join lateral (values
		('complaints', f.received_on between $2::date and $2::date + 6),
		('complaints_before', f.received_on between $2::date - 7 and $2::date - 1)
	) as n (figure, counted)
where n.figure = $4::text and n.counted
	and f.district = $1::text
	and $5::text is null
union all
select null::text as part, 'course' as fact, f.row_key, f.district, f.station, c.fir_year, c.fir_number,
	null::text as record, f.registered_on + 18 as event_on, 1::bigint as amount, f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_course f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	cross join cover k
	cross join lateral (select case
		when f.first_challaned_on is not null or (f.status_on is not null and f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE',
			'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
		then least(f.first_challaned_on, case when f.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED',
			'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then f.status_on end, f.disposed_on)
		when f.status in ('FIR', 'UNDERINV') and f.disposed_on is null then 'infinity'::date end as left_on) l
where $4::text = 'overdue' and f.district = $1::text and f.registered_on + 18 <= k.covered_to and l.left_on > k.covered_to
	and l.left_on > f.registered_on + 18
	and $3::date is not null and $5::text is null
