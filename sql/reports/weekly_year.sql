-- purpose: what is said of a district with few cases in place of limits: the year to date against the same weeks of last year, and days between cases
-- grain: one row
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: weeks bigint, year_to_date bigint, year_before bigint, last_on date, days_since integer, days_between numeric
-- measures: weeks=none, year_to_date=cases_registered, year_before=cases_registered, days_since=none, days_between=none
-- locks: none
-- covers: case; district $1; week $2
-- within: c.district = $1::text
-- trace: year_to_date = case_day.cases where c.registered_on between $2::date - (7 * (@weeks@ - 1))::integer and $2::date + 6
-- trace: year_before = case_day.cases where c.registered_on - pg_catalog.date_trunc('week',
--   pg_catalog.make_date(extract(isoyear from $2::date)::integer - 1, 1, 4)::timestamp)::date between 0 and 7 * @weeks@ - 1
-- trace: days_since of case_day.cases where c.registered_on = @last_on@
--
-- Weeks are ISO weeks, from the first of the year to $2. A year of which a week is not covered is null, as is one from before the
-- district's last break. last_on: of the last case by the end of the week, days_since: from then to the end of the week;
-- days_between: days of the baseline for each of its cases.
with year as (
	select y.place, y.first + 7 * g.n as first, y.first + 7 * g.n + 6 as last
	from (select 0 as place, pg_catalog.date_trunc('week', pg_catalog.make_date(extract(isoyear from $2::date)::integer, 1, 4)::timestamp)::date as first
		union all
		select 1, pg_catalog.date_trunc('week', pg_catalog.make_date(extract(isoyear from $2::date)::integer - 1, 1, 4)::timestamp)::date) y
	cross join pg_catalog.generate_series(0, extract(week from $2::date)::integer - 1) as g (n)
), district as (
	select d.jurisdiction from ref.district d where d.code = $1::text
), covered as (
	select k.first_on, k.state = 'covered' and report.district_era($1::text, k.last_on) = report.district_era($1::text, $2::date + 6) as covered
	from district d cross join report.coverage_of(d.jurisdiction, $1::text, 'case',
		(select pg_catalog.array_agg(y.first order by y.first) from year y), (select pg_catalog.array_agg(y.last order by y.first) from year y)) k
), counted as (
	select y.place, pg_catalog.bool_and(k.covered) as covered,
		(select coalesce(sum(c.cases), 0)::bigint from report.case_day c
			where c.district = $1::text and c.registered_on between min(y.first) and max(y.last)) as cases
	from year y join covered k on k.first_on = y.first
	group by y.place
), latest as (
	select max(c.registered_on) as last_on from report.case_day c where c.district = $1::text and c.registered_on <= $2::date + 6
)
select extract(week from $2::date)::bigint as weeks,
	(select n.cases from counted n where n.place = 0 and n.covered) as year_to_date,
	(select n.cases from counted n where n.place = 1 and n.covered) as year_before,
	l.last_on, ($2::date + 6 - l.last_on)::integer as days_since,
	pg_catalog.round((7 / nullif(b.mean, 0))::numeric, 1) as days_between
from latest l
left join district d on true
left join lateral report.baseline_of(d.jurisdiction, $1::text, $2::date, $3::date) b on true
