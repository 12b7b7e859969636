-- purpose: the facts that the figures of press_note_status count, each with all versions that ever were among them
-- grain: one row per version of a fact
-- parameters: $1 district text, $2 from date, $3 to date, $4 figure text, $5 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: accused
-- row: status
select null::text as part, 'accused' as fact, f.row_key, f.district, c.station, c.fir_year, c.fir_number,
	f.record, f.registered_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_accused f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
	join ref.accused_status s on s.code = f.status
where $4::text = 'accused' and f.district = $1::text and f.channel = 'vwps' and f.registered_on between $2::date and $3::date
	and ($5::text is null or s.name_en = $5::text)
