-- kind: frame
-- purpose: the facts themselves that a figure is worked out from
-- grain: one row per version of a fact
-- marks: @fact@ its name, and those of cells.sql
-- returns: fact text, row_key text, district text, station text, fir_year integer, fir_number text, record text, event_on date,
--   amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
select (f.mark).fact as fact, (f.mark).row_key as row_key, (f.mark).district as district, v.station, v.fir_year, v.fir_number,
	(f.mark).record as record, (f.mark).event_on as event_on, (@count@)::bigint as amount,
	(f.mark).run_from as run_from, (f.mark).run_to as run_to, (f.mark).follows as follows, (f.mark).goes_on as goes_on
from engine.traced_@fact@ f
left join engine.version_fir v on v.case_key = (f.mark).case_key and v.run_from <= (f.mark).run_from
	and coalesce(v.run_to > (f.mark).run_from, true)
where (@condition@) and (@row@) and exists (select from (values (1@parameters@)) given)
