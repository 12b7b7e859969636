-- purpose: what was known of the cases of each of the last five quarters when the quarter ended, and what is known of them now
-- grain: one row per quarter, oldest first
-- parameters: $1 jurisdiction text, $2 quarter date
-- returns: quarter date, last_on date, then_on date, cases_then bigint, cases_now bigint, change bigint
-- measures: cases_then=cases_registered, cases_now=cases_registered, change=cases_registered
-- locks: none
-- trace: cases_then said "versions of the cases as of the run that the page names, report.case_known"
-- trace: cases_now said "versions of the cases as of the run that is printed, report.case_known"
-- trace: change said "cases_now - cases_then"
--
-- Counting unit: cases. Basis: quarter of registration. then: the last run whose records ended by the last day of the quarter asked for, or,
-- where there is none, the first run that there was; null where that is the run that is printed. change is the net of what came late,
-- was corrected, reclassified to another quarter, or left.
with known as (
	select r.run_no, r.as_at_on from report.brief_run_known r where r.jurisdiction = $1::text
), now_run as (
	select max(r.run_no) as run_no from known r
), then_run as (
	select r.run_no, r.as_at_on from known r cross join now_run n
	where r.run_no < n.run_no
	order by case when r.as_at_on <= ($2::date + interval '3 months')::date - 1 then 0 else 1 end, case when r.as_at_on <= ($2::date + interval '3 months')::date - 1 then -r.run_no else r.run_no end
	limit 1
), quarter as (
	select g.first::date as first, (g.first + interval '3 months')::date - 1 as last
	from pg_catalog.generate_series($2::date - interval '12 months', $2::date::timestamp, interval '3 months') as g (first)
), n as (
	select q.first, coalesce(sum(c.cases) filter (where c.run_from <= t.run_no and (c.run_to is null or c.run_to > t.run_no)), 0)::bigint as then,
		coalesce(sum(c.cases) filter (where c.run_from <= w.run_no and (c.run_to is null or c.run_to > w.run_no)), 0)::bigint as now
	from quarter q
	cross join now_run w
	left join then_run t on true
	join report.case_known c on c.registered_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by q.first
)
select q.first as quarter, q.last as last_on, t.as_at_on as then_on, case when t.as_at_on >= q.last then coalesce(n.then, 0) end as cases_then,
	coalesce(n.now, 0) as cases_now, case when t.as_at_on >= q.last then coalesce(n.now, 0) - coalesce(n.then, 0) end as change
from quarter q
left join then_run t on true
left join n on n.first = q.first
order by q.first
