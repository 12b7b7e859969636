-- purpose: the run that an edition of a month stands on, the one that its former edition stood on, and the first there is
-- grain: one row
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: run_no bigint, known_to date, former_run bigint, former_on date, first_run bigint, first_on date, mature_to date,
--   runs bigint, month_state text, provisional boolean
-- measures: run_no=none, former_run=none, first_run=none, runs=none
-- locks: none
--
-- The former edition stood on the last run that knew no day after the end of the month: what was published when the month ended. Where
-- the records of this warehouse begin later there is none, and its columns are null. mature_to is the last day of registration
-- whose late entries have come.
-- trace: run_no, former_run, first_run, runs said "the ledger of runs"
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), run as (
	select k.run_no, k.as_at_on, max(k.run_no) over () as latest, min(k.run_no) over () as earliest,
		max(k.run_no) filter (where k.as_at_on <= p.last) over () as former, pg_catalog.count(*) over () as runs
	from report.run_known k cross join period p
	where k.jurisdiction = $1::text
)
select l.run_no, $3::date as known_to, nullif(l.former, l.run_no) as former_run, case when l.former <> l.run_no then f.as_at_on end as former_on,
	e.run_no as first_run, e.as_at_on as first_on, t.to_on as mature_to, coalesce(l.runs, 0) as runs, k.state as month_state,
	p.last > t.to_on as provisional
from period p
cross join (select report.mature_to($1::text, 'case', $3::date) as to_on) t
cross join report.coverage_of($1::text, '', 'case', array[p.first], array[p.last]) k
left join run l on l.run_no = l.latest
left join run f on f.run_no = l.former
left join run e on e.run_no = l.earliest
