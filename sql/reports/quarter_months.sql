-- purpose: the 36 months up to the end of a quarter, all districts: cases registered, challans in time, complaints
-- grain: one row per month, oldest first
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: month date, cases bigint, provisional boolean, followed_17 bigint, challaned_17 bigint, complaints bigint, coverage text,
--   complaints_coverage text, in_quarter boolean
-- measures: cases=cases_registered, followed_17=cases_followed_17, challaned_17=cases_challan_17, complaints=complaints_received
-- locks: none
-- covers: case; quarter $2
-- row: month = c.registered_month
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
-- trace: cases = milestone_month.cases where c.registered_month between ($2::date - interval '33 months')::date
--   and ($2::date + interval '2 months')::date
-- trace: followed_17 = milestone_month.cases where c.registered_month between ($2::date - interval '33 months')::date
--   and ($2::date + interval '2 months')::date
-- trace: challaned_17 = milestone_month.challaned_17 where c.registered_month between ($2::date - interval '33 months')::date
--   and ($2::date + interval '2 months')::date
-- trace: complaints = all complaint_month.complaints where c.received_month = @month@
--
-- Counting unit: cases by month of registration, complaints by month of receipt. A month of which a day is not covered is a gap, never
-- zero. challaned_17 and followed_17 are null in months whose cases were not all followed for 17 days.
with month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(($2::date - interval '33 months'), ($2::date + interval '2 months'), interval '1 month') as g (first)
), lifecycle as (
	select m.first, sum(c.cases) as cases, sum(c.challaned_17) as challaned
	from month m
	join report.milestone_month c on c.registered_month = m.first
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by m.first
), heard as (
	select m.first, sum(c.complaints) as complaints
	from month m
	join report.complaint_month c on c.received_month = m.first
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by m.first
), mature as (
	select report.mature_to($1::text, 'case', $3::date) as to_on
)
select m.first as month, case when k.state = 'covered' then coalesce(c.cases, 0)::bigint end as cases, m.last > t.to_on as provisional,
	case when k.state = 'covered' and a.state = 'covered' and m.last + 17 <= $3::date then coalesce(c.cases, 0)::bigint end as followed_17,
	case when k.state = 'covered' and a.state = 'covered' and m.last + 17 <= $3::date then coalesce(c.challaned, 0)::bigint end as challaned_17,
	case when p.state = 'covered' then coalesce(h.complaints, 0)::bigint end as complaints, k.state as coverage,
	p.state as complaints_coverage, m.first >= $2::date as in_quarter
from month m
cross join mature t
join report.coverage_of($1::text, '', 'case', (select pg_catalog.array_agg(x.first order by x.first) from month x),
	(select pg_catalog.array_agg(x.last order by x.first) from month x)) k on k.first_on = m.first
join report.coverage_of($1::text, '', 'accused', (select pg_catalog.array_agg(x.first order by x.first) from month x),
	(select pg_catalog.array_agg(x.last order by x.first) from month x)) a on a.first_on = m.first
join report.coverage_of($1::text, '', 'complaint', (select pg_catalog.array_agg(x.first order by x.first) from month x),
	(select pg_catalog.array_agg(x.last order by x.first) from month x)) p on p.first_on = m.first
left join lifecycle c on c.first = m.first
left join heard h on h.first = m.first
order by m.first
