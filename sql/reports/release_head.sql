-- purpose: the figures of a press release: totals of a province or of one district over a period of months
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 from date, $4 to date, $5 as_at date
-- returns: first_on date, last_on date, days integer, covered_days integer, coverage text, cases bigint, cases_provisional boolean,
--   arrests bigint, arrests_coverage text, arrests_provisional boolean, convicted bigint, convicted_coverage text,
--   convicted_provisional boolean, before_first_on date, before_last_on date,
--   before_days integer, compared text, cases_before bigint, cases_change bigint, rape_principal bigint, rape_any bigint,
--   rape_any_withheld boolean, late_days integer, late_on date, by_district text
-- measures: days=none, covered_days=none, cases=cases_registered, arrests=arrests_made, convicted=accused_convicted_period,
--   before_days=none, cases_before=cases_registered, cases_change=fir on date of registration of the case,
--   rape_principal=cases_rape_principal, rape_any=cases_rape_mentioned, late_days=none
-- locks: none
-- covers: case; district $2; days $3 to $4
-- smallest: 5
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: cases = case_month.cases where c.registered_month between @first_on@ and @last_on@
-- trace: arrests = arrest_day.accused where c.arrested_on between @first_on@ and @last_on@
-- trace: convicted = decided_day.accused where c.outcome_class = 'guilty' and c.decided_on between @first_on@ and @last_on@
-- trace: cases_before = case_month.cases where c.registered_month between @before_first_on@ and @before_last_on@
-- trace: cases_change said "cases less cases_before, of the two periods; trace each of them"
-- trace: rape_principal = case_month.cases where c.category = 'RAPE' and c.registered_month between @first_on@ and @last_on@
-- trace: rape_any = sections_month.cases where c.registered_month between @first_on@ and @last_on@
--   and (c.sections, c.honour, c.domestic) in (select s.sections, s.honour, s.domestic from (select x.sections, x.honour, x.domestic,
--   min(x.registered_month) as day from report.sections_month x group by x.sections, x.honour, x.domestic) s
--   where report.sections_mention(s.sections, s.honour, s.domestic, s.day, 'RAPE'))
--
-- Counting units: cases, on the day of registration; accused persons, on the day of their arrest and of the court's decision. The
-- period goes from the first day of the month of from to the last of that of to; district 'all' is the jurisdiction.
--
-- compared says whether the same months of the year before are like these, and else why cases_before is null: 'partial' (these are not
-- covered whole), 'late' (late entries still come), 'before' (those were not covered whole), 'boundaries' (the district was cut
-- between them), 'length' (a leap day, in less than a year). Only a province is broken down: of one district rape_principal and rape_any are null. rape_any
-- is withheld where it differs from rape_principal by fewer than 5. by_district: 'shown'; 'small' where a district has 1 to 4
-- cases; 'one' of one district.
with period as (
	select pg_catalog.date_trunc('month', $3::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $4::date::timestamp) + interval '1 month')::date - 1 as last,
		case when $2::text = 'all' then '' else $2::text end as district
), year_before as (
	select (p.first - interval '1 year')::date as first, (p.last + 1 - interval '1 year')::date - 1 as last from period p
), place as (
	select d.code from ref.district d cross join period p where d.jurisdiction = $1::text and p.district in ('', d.code)
), feed as (
	select f.feed, k.days, k.covered_days, k.state
	from period p cross join pg_catalog.unnest(array['case', 'accused', 'outcome']) as f (feed)
	cross join lateral report.coverage_of($1::text, p.district, f.feed, array[p.first], array[p.last]) k
), now as (
	select f.days, f.covered_days, f.state, (select a.state from feed a where a.feed = 'accused') as accused,
		(select o.state from feed o where o.feed = 'outcome') as outcome
	from feed f where f.feed = 'case'
), then_state as (
	select k.days, k.state from period p cross join year_before y
	cross join lateral report.coverage_of($1::text, p.district, 'case', array[y.first], array[y.last]) k
), month as (
	select c.district, c.category, sum(c.cases) filter (where c.registered_month between p.first and p.last) as cases,
		sum(c.cases) filter (where c.registered_month between y.first and y.last) as cases_before
	from period p cross join year_before y
	join report.case_month c on c.registered_month between y.first and p.last
	join place d on d.code = c.district
	group by c.district, c.category
), counted as (
	select sum(m.cases) as cases, sum(m.cases_before) as cases_before, sum(m.cases) filter (where m.category = 'RAPE') as rape
	from month m
), small as (
	select exists (select from (select sum(m.cases) as cases from month m group by m.district) s where s.cases between 1 and 4) as any
), written as (
	select c.sections, c.honour, c.domestic, c.registered_month, sum(c.cases) as cases
	from period p
	join report.sections_month c on c.registered_month between p.first and p.last
	join place d on d.code = c.district
	where p.district = ''
	group by c.sections, c.honour, c.domestic, c.registered_month
), mention as (
	select sum(w.cases) as cases from written w
	join (select x.sections, x.honour, x.domestic, x.day from (select w.sections, w.honour, w.domestic, min(w.registered_month) as day
			from written w group by w.sections, w.honour, w.domestic) x
		where report.sections_mention(x.sections, x.honour, x.domestic, x.day, 'RAPE')) m
		on m.sections = w.sections and m.honour = w.honour and m.domestic = w.domestic
), ripe as (
	select report.mature_to($1::text, 'case', $5::date) as to_on
), judged as (
	select case
		when n.state <> 'covered' then 'partial'
		when p.last > r.to_on then 'late'
		when t.state <> 'covered' then 'before'
		when report.district_era(p.district, y.first) <> report.district_era(p.district, p.last) then 'boundaries'
		-- a leap day is no other length where the period is a year
		when pg_catalog.abs(n.days - t.days) * 300 > n.days then 'length'
		else 'yes' end as compared
	from period p cross join year_before y cross join now n cross join then_state t cross join ripe r
), figure as (
	select report.known(n.state, c.cases) as cases, case when j.compared = 'yes' then report.known(t.state, c.cases_before) end as before,
		case when p.district = '' then report.known(n.state, c.rape) end as rape,
		case when p.district = '' then report.known(n.state, (select m.cases from mention m)) end as mention
	from period p cross join now n cross join then_state t cross join counted c cross join judged j
)
select p.first as first_on, p.last as last_on, n.days, n.covered_days, n.state as coverage, f.cases, p.last > r.to_on as cases_provisional,
	report.known(n.accused, (select sum(a.accused) from report.arrest_day a join place d on d.code = a.district
		where a.arrested_on between p.first and p.last)) as arrests, n.accused as arrests_coverage,
	p.last > report.mature_to($1::text, 'arrest', $5::date) as arrests_provisional,
	report.known(n.outcome, (select sum(a.accused) from report.decided_day a join place d on d.code = a.district
		where a.outcome_class = 'guilty' and a.decided_on between p.first and p.last)) as convicted, n.outcome as convicted_coverage,
	p.last > report.mature_to($1::text, 'outcome', $5::date) as convicted_provisional,
	y.first as before_first_on, y.last as before_last_on, t.days as before_days, j.compared, f.before as cases_before,
	f.cases - f.before as cases_change, f.rape as rape_principal,
	case when f.mention - f.rape not between 1 and 4 then f.mention end as rape_any,
	coalesce(f.mention - f.rape between 1 and 4, false) as rape_any_withheld,
	$5::date - r.to_on as late_days, p.last + ($5::date - r.to_on) as late_on,
	case when p.district <> '' then 'one' when s.any then 'small' else 'shown' end as by_district
from period p cross join year_before y cross join now n cross join then_state t cross join ripe r cross join judged j
cross join figure f cross join small s
