-- purpose: the stock of open cases of each district over a month: opening, registered, disposed of, closing, and its age
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 month date
-- returns: district text, name_en text, name_ur text, opening bigint, registered bigint, disposed bigint, closing bigint,
--   age_0_2 bigint, age_3_5 bigint, age_6_11 bigint, age_12_23 bigint, age_24_up bigint, undated bigint, balanced boolean, coverage text
-- measures: opening=fir on end of the period, registered=cases_registered, disposed=fir on date of the court's decision,
--   closing=cases_pending, age_0_2=fir on end of the period, age_3_5=fir on end of the period, age_6_11=fir on end of the period,
--   age_12_23=fir on end of the period, age_24_up=fir on end of the period, undated=fir on end of the period
-- locks: none
-- covers: case; month $2
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
-- trace: opening = cohort_month.cases where c.registered_month < pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date >= pg_catalog.date_trunc('month', $2::date::timestamp)::date)
-- trace: registered = cohort_month.cases where c.registered_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
-- trace: disposed = cohort_month.cases where c.disposal not in ('open', 'undated') and (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date = pg_catalog.date_trunc('month', $2::date::timestamp)::date
-- trace: closing = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
-- trace: age_0_2 = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
--   and c.registered_month > (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '3 months')::date
-- trace: age_3_5 = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
--   and c.registered_month <= (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '3 months')::date
--   and c.registered_month > (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '6 months')::date
-- trace: age_6_11 = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
--   and c.registered_month <= (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '6 months')::date
--   and c.registered_month > (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '12 months')::date
-- trace: age_12_23 = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
--   and c.registered_month <= (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '12 months')::date
--   and c.registered_month > (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '24 months')::date
-- trace: age_24_up = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal <> 'undated'
--   and (c.disposal = 'open' or (c.registered_month + pg_catalog.make_interval(months => c.months_since))::date > pg_catalog.date_trunc('month', $2::date::timestamp)::date)
--   and c.registered_month <= (pg_catalog.date_trunc('month', $2::date::timestamp)::date - interval '24 months')::date
-- trace: undated = cohort_month.cases where c.registered_month <= pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.disposal = 'undated'
--
-- Counting unit: cases. The stock is derived from flows: registered by the end of the month, less finally disposed of by then. Age
-- is in months from that of registration. balanced: opening + registered - disposed = closing, and the ages add up to closing.
-- undated cases are disposed of on a day that is not told, and in no column but their own.
-- Null where no day of the month is covered.
with month as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first
), cohort as (
	select c.district, c.disposal, c.cases, c.registered_month,
		case when c.disposal not in ('open', 'undated') then
			(c.registered_month + pg_catalog.make_interval(months => c.months_since))::date end as disposed_month,
		(extract(year from m.first) - extract(year from c.registered_month)) * 12
			+ extract(month from m.first) - extract(month from c.registered_month) as age, m.first
	from report.cohort_month c cross join month m
	where c.registered_month <= m.first
), n as (
	select c.district,
		sum(c.cases) filter (where c.registered_month < c.first and c.disposal <> 'undated')
			- coalesce(sum(c.cases) filter (where c.disposed_month < c.first), 0) as opening,
		sum(c.cases) filter (where c.registered_month = c.first and c.disposal <> 'undated') as registered,
		sum(c.cases) filter (where c.disposed_month = c.first) as disposed,
		-- counted, not derived: still open after the month
		sum(c.cases) filter (where c.disposal <> 'undated' and (c.disposed_month is null or c.disposed_month > c.first)) as closing,
		sum(c.cases) filter (where c.disposal = 'undated') as undated
	from cohort c group by c.district
), aged as (
	select c.district, sum(c.cases) filter (where c.age <= 2) as age_0_2, sum(c.cases) filter (where c.age between 3 and 5) as age_3_5,
		sum(c.cases) filter (where c.age between 6 and 11) as age_6_11,
		sum(c.cases) filter (where c.age between 12 and 23) as age_12_23, sum(c.cases) filter (where c.age >= 24) as age_24_up
	from cohort c
	where c.disposal <> 'undated' and (c.disposed_month is null or c.disposed_month > c.first)
	group by c.district
), stock as (
	select n.district, coalesce(n.opening, 0)::bigint as opening, coalesce(n.registered, 0)::bigint as registered,
		coalesce(n.disposed, 0)::bigint as disposed, coalesce(n.closing, 0)::bigint as closing, coalesce(n.undated, 0)::bigint as undated,
		coalesce(a.age_0_2, 0)::bigint as age_0_2, coalesce(a.age_3_5, 0)::bigint as age_3_5, coalesce(a.age_6_11, 0)::bigint as age_6_11,
		coalesce(a.age_12_23, 0)::bigint as age_12_23, coalesce(a.age_24_up, 0)::bigint as age_24_up
	from n left join aged a on a.district = n.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.opening) as opening, report.known(k.state, n.registered) as registered,
	report.known(k.state, n.disposed) as disposed, report.known(k.state, n.closing) as closing, report.known(k.state, n.age_0_2) as age_0_2,
	report.known(k.state, n.age_3_5) as age_3_5, report.known(k.state, n.age_6_11) as age_6_11, report.known(k.state, n.age_12_23) as age_12_23,
	report.known(k.state, n.age_24_up) as age_24_up, report.known(k.state, n.undated) as undated,
	coalesce(n.opening + n.registered - n.disposed = n.closing
		and n.age_0_2 + n.age_3_5 + n.age_6_11 + n.age_12_23 + n.age_24_up = n.closing, true) as balanced,
	k.state as coverage
from ref.district d
cross join month m
join report.states($1::text, 'case', m.first, (m.first + interval '1 month')::date - 1) k on k.district = d.code
left join stock n on n.district = d.code
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= $2::date and coalesce(d.valid_to, 'infinity'::date) >= $2::date))
order by d.name_en collate "C", d.code collate "C"
