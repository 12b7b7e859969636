-- purpose: the published run that a number of a run or a day of a jurisdiction means: that run, or the last one published before
-- grain: one row
-- parameters: $1 jurisdiction text, $2 run_no bigint, $3 day date
-- returns: run_no bigint, by_number boolean, last_run bigint, first_published bigint, first_on text, today text
-- locks: none
--
-- A word that is a number of a run is that run, even when its digits could be a day. run_no is null when there is no such
-- run, when the day has not come, and when nothing was published by then.
with zone as (
	select engine.zone_of($1::text) as name
),
days as (
	select r.run_no, r.state, (r.finished_at at time zone z.name)::date as finished_on
	from etl.run r cross join zone z
),
asked as (
	select exists (select from etl.run r where r.run_no = $2::bigint) as by_number, (pg_catalog.now() at time zone z.name)::date as today
	from zone z
)
select
	case when a.by_number then (select max(d.run_no) from days d where d.state = 'published' and d.run_no <= $2::bigint)
		when $3::date <= a.today then (select max(d.run_no) from days d where d.state = 'published' and d.finished_on <= $3::date)
	end as run_no,
	a.by_number,
	(select max(r.run_no) from etl.run r) as last_run,
	f.run_no as first_published,
	f.finished_on::text as first_on,
	a.today::text as today
from asked a
left join (select d.run_no, d.finished_on from days d where d.state = 'published' order by d.run_no limit 1) f on true
