-- kind: frame
-- purpose: the records behind the cells of one cube: what the SELECT of the cube counts, fact by fact, of all runs
-- grain: one row per version of a fact, whose cells do not cancel each other (what was overdue and is no longer)
-- marks: @definition@ the SELECT of the cube over engine.traced_<fact>, its outermost selects beginning with the mark; @day@ the
--   cube's key that is a day, else null; and those of cells.sql
-- returns: fact text, row_key text, district text, station text, fir_year integer, fir_number text, record text, event_on date,
--   amount bigint, run_from bigint, run_to bigint, follows boolean, goes_on boolean
-- locks: none
with made as (
@definition@
)
select (c.mark).fact as fact, (c.mark).row_key as row_key, (c.mark).district as district, v.station, v.fir_year, v.fir_number,
	(c.mark).record as record, min(coalesce(@day@, (c.mark).event_on)) as event_on, sum(@count@)::bigint as amount,
	(c.mark).run_from as run_from, (c.mark).run_to as run_to, (c.mark).follows as follows, (c.mark).goes_on as goes_on
from made c
left join engine.version_fir v on v.case_key = (c.mark).case_key and v.run_from <= (c.mark).run_from
	and coalesce(v.run_to > (c.mark).run_from, true)
where (@condition@) and (@row@) and exists (select from (values (1@parameters@)) given)
group by c.mark, v.station, v.fir_year, v.fir_number
having sum(@count@) <> 0
