-- purpose: the cases that the figures of conviction_bases count, each with all versions that ever were among them
-- grain: one row per version of a case's course
-- parameters: $1 jurisdiction text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: registered, registered_convicted, registered_open, challaned, challaned_convicted, decided, decided_convicted,
--   decided_acquitted, decided_compromised, decided_other, outside_courts
-- row: name_en
select null::text as part, 'course' as fact, f.row_key, f.district, f.station, c.fir_year, c.fir_number,
	null::text as record, n.event_on, 1::bigint as amount, f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_course f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	join ref.district d on d.code = f.district and d.jurisdiction = $1::text
	cross join lateral (values
		('registered', f.registered_on, true),
		('registered_convicted', f.registered_on, f.disposal = 'convicted'),
		('registered_open', f.registered_on, f.disposed_on is null and f.disposal is distinct from 'undated'),
		('challaned', f.registered_on, f.first_challaned_on is not null),
		('challaned_convicted', f.registered_on, f.first_challaned_on is not null and f.disposal = 'convicted'),
		('decided', f.disposed_on, f.disposal in ('convicted', 'acquitted', 'compromised', 'other')),
		('decided_convicted', f.disposed_on, f.disposal = 'convicted'),
		('decided_acquitted', f.disposed_on, f.disposal = 'acquitted'),
		('decided_compromised', f.disposed_on, f.disposal = 'compromised'),
		('decided_other', f.disposed_on, f.disposal = 'other'),
		('outside_courts', f.disposed_on, f.disposal in ('cancelled', 'untraced', 'transferred'))
	) as n (figure, event_on, counted)
where n.figure = $4::text and n.counted
	-- months are whole: the first of the first to the last day of the last
	and n.event_on >= pg_catalog.date_trunc('month', $2::date::timestamp)::date
	and pg_catalog.date_trunc('month', n.event_on::timestamp)::date <= $3::date
	and ($5::text is null or d.name_en = $5::text)
