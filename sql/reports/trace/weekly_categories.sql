-- purpose: the facts that the figures of weekly_categories count, each with all versions that ever were among them
-- grain: one row per version of a fact
-- parameters: $1 district text, $2 week date, $3 figure text, $4 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: cases
-- row: category
select null::text as part, 'case' as fact, f.row_key, f.district, f.station, f.fir_year, f.fir_number,
	null::text as record, f.registered_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_case f
	join ref.category k on k.code = f.category
where $3::text = 'cases' and f.district = $1::text and f.registered_on between $2::date - 21 and $2::date + 6
	and ($4::text is null or k.name_en = $4::text)
