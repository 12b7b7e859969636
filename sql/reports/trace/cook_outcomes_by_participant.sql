-- purpose: the facts that the figures of cook_outcomes_by_participant count, each with all versions that ever were among them
-- grain: one row per version of a fact
-- parameters: $1 figure text, $2 row_name text
-- returns: part text, fact text, row_key text, district text, station text, fir_year integer, fir_number text,
--   record text, event_on date, amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
-- figures: accused
-- row: outcome_class
select null::text as part, 'accused' as fact, f.row_key, f.district, c.station, c.fir_year, c.fir_number,
	f.record, f.decided_on as event_on, 1::bigint as amount,
	f.run_from, f.run_to, f.follows, f.goes_on
from etl.version_accused f
	join etl.version_fir c on c.case_key = f.case_key and c.run_from <= f.run_from and coalesce(c.run_to > f.run_from, true)
where $1::text = 'accused' and f.district = 'COOK' and f.decided_on is not null
	and ($2::text is null or f.outcome_class = $2::text)
