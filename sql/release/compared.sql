-- purpose: a period and the same a year before: what records cover of both, and whether they can be compared
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 first date, $4 last date, $5 as_at date
-- returns: days integer, covered_days integer, covered_from date, covered_to date, coverage text, late_days integer, late_on date,
--   before_first_on date, before_last_on date, before_days integer, compared text
-- locks: none
--
-- District '' is the jurisdiction. compared: 'yes', or 'partial' (the period is not covered whole), 'late' (late entries still come),
-- 'before' (that of the year before is not covered whole), 'boundaries' (the district was cut between them), 'length'.
with asked as (
	select $3::date as first, $4::date as last, ($3::date - interval '1 year')::date as before_first,
		(($4::date + 1) - interval '1 year')::date - 1 as before_last,
		report.mature_to($1::text, 'case', $5::date) as mature_to
), cover as (
	select c.whole from report.covered c where $2::text <> '' and c.jurisdiction = $1::text and c.district = $2::text and c.feed = 'case'
	union all
	select c.whole from report.covered_all c where $2::text = '' and c.jurisdiction = $1::text and c.feed = 'case'
), now as (
	select k.days, k.covered_days, k.state from asked a
	cross join lateral report.coverage_of($1::text, $2::text, 'case', array[a.first], array[a.last]) k
), before as (
	select k.days, k.state from asked a
	cross join lateral report.coverage_of($1::text, $2::text, 'case', array[a.before_first], array[a.before_last]) k
), days as (
	select pg_catalog.range_merge(c.whole * pg_catalog.datemultirange(pg_catalog.daterange(a.first, a.last, '[]'))) as span
	from asked a left join cover c on true
)
select n.days, n.covered_days, pg_catalog.lower(d.span) as covered_from, pg_catalog.upper(d.span) - 1 as covered_to, n.state as coverage,
	$5::date - a.mature_to as late_days, a.last + ($5::date - a.mature_to) as late_on, a.before_first as before_first_on,
	a.before_last as before_last_on, b.days as before_days,
	case when n.state <> 'covered' then 'partial'
		when a.last > a.mature_to then 'late'
		when b.state <> 'covered' then 'before'
		when report.district_era($2::text, a.before_first) <> report.district_era($2::text, a.last) then 'boundaries'
		-- a leap day is no other length where the period is a year
		when pg_catalog.abs(n.days - b.days) * 300 > n.days then 'length'
		else 'yes' end as compared
from asked a cross join now n cross join before b cross join days d
