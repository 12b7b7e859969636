-- purpose: registered cases per week of one district, the window of weeks (52) up to and with the given one, and in the same weeks of the year before;
--   weeks whose late entries are still coming are provisional
-- grain: one row per week, oldest first
-- parameters: $1 district text, $2 week date, $3 as_at date, $4 window integer
-- defaults: window 52
-- returns: week_start date, cases bigint, last_year bigint, provisional boolean, coverage text, covered boolean, era integer,
--   usual_mean double precision, usual_range double precision, season double precision, baseline_from date, baseline_to date, baseline_weeks integer,
--   baseline_seasonal boolean, baseline_reason text
-- measures: cases=cases_registered, last_year=cases_registered, era=none, usual_mean=cases_registered, usual_range=cases_registered,
--   season=none, baseline_weeks=none
-- locks: none
-- covers: case; district $1; week $2
-- row: week_start = pg_catalog.date_trunc('week', c.registered_on::timestamp)::date
-- within: c.district = $1::text
-- trace: cases = case_day.cases where c.registered_on between $2::date - 7 * ($4::integer - 1) and $2::date + 6
-- trace: last_year = all case_day.cases where c.registered_on between @week_start@::date - 364 and @week_start@::date - 358
-- trace: usual_mean, usual_range, season of all case_day.cases where c.registered_on between @baseline_from@ and @baseline_to@
--
-- cases is null where a day of the week is not covered: missing, never zero, and a gap in the chart. coverage says why
-- (report.coverage_of); covered weeks alone make limits and runs. Weeks of different eras cannot be compared: the district
-- was cut between them. last_year: of the week 364 days earlier, null where that is not covered or of another era.
--
-- usual_mean and usual_range are the mean and the mean moving range of the baseline (report.baseline_of), times season what is
-- usual in that week; null where another baseline holds than in the week asked for, and where fewer than 52 weeks are covered.
-- baseline_from to baseline_to: the weeks it is made of; baseline_reason: why it began
-- there, 'district-changed' or what was recorded; null for the first records.
with week as (
	select w.first::date as first, w.first::date + 6 as last
	from pg_catalog.generate_series($2::date - 7 * ($4::integer + 51), $2::date, interval '7 days') as w (first)
), district as (
	select d.jurisdiction, report.mature_to(d.jurisdiction, 'case', $3::date) as mature_to
	from ref.district d where d.code = $1::text
), baseline as materialized (
	-- once, and not for each week
	select b.* from district d cross join lateral report.baseline_of(d.jurisdiction, $1::text, $2::date, $3::date) b
), counted as (
	select w.first, sum(c.cases)::bigint as cases
	from week w
		join report.case_day c on c.district = $1::text and c.registered_on between w.first and w.last
	group by w.first
), known as materialized (
	select w.first, w.last, k.state, case when k.state = 'covered' then coalesce(n.cases, 0) end as cases,
		report.district_era($1::text, w.last) as era
	from district d
		cross join report.coverage_of(d.jurisdiction, $1::text, 'case',
			(select pg_catalog.array_agg(x.first order by x.first) from week x),
			(select pg_catalog.array_agg(x.last order by x.first) from week x)) k
		join week w on w.first = k.first_on
		left join counted n on n.first = w.first
)
select w.first as week_start, w.cases, y.cases as last_year,
	w.last > d.mature_to as provisional, w.state as coverage, w.state = 'covered' as covered, w.era,
	case when u.holds then b.mean end as usual_mean, case when u.holds then b.range end as usual_range,
	report.season_of(b.season, w.first) as season, b.first_on as baseline_from, b.last_on as baseline_to, b.weeks as baseline_weeks,
	b.season <> '{}' as baseline_seasonal, b.reason as baseline_reason
from district d
	join known w on w.first >= $2::date - 7 * ($4::integer - 1)
	left join known y on y.first = w.first - 364 and y.era = w.era
	left join baseline b on true
	cross join lateral (select coalesce(w.first >= b.begins_on, true) and coalesce(w.last <= b.ends_on, true) as holds) u
order by w.first
