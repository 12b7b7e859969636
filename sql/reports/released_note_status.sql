-- purpose: accused persons of a district's VWPS cases by present status, as a release has them; the four statuses of the note always,
--   others where there are any or where they are withheld; all of them last
-- grain: one row per status
-- parameters: $1 district text, $2 from date, $3 to date
-- returns: code text, status_en text, status_ur text, accused bigint, coverage text
-- measures: accused=accused_named
-- locks: none
-- covers: case
-- reads: released
-- within: c.district = $1::text
-- trace: accused = accused_day.accused where c.channel = 'vwps' and c.registered_on between $2::date and $3::date
--   and @code@ in ('all', c.status)
--
-- The last row is a figure of the release and no sum of the others.
select coalesce(s.code, 'all') as code, coalesce(s.name_en, 'All') as status_en, coalesce(nullif(s.name_ur, ''), s.name_en, 'تمام') as status_ur,
	f.value as accused, f.coverage
from released.figure f
left join ref.accused_status s on f.kind = 'vwps:' || s.code
where f.place = $1::text and f.first_on = $2::date and f.last_on = $3::date and f.measure = 'accused_named'
	and (f.kind = 'channel:vwps' or s.code in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED')
		or s.code is not null and (f.value > 0 or f.coverage = 'hidden'))
order by s.code is null, pg_catalog.array_position(array['ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED'], s.code) nulls last,
	s.code collate "C"
