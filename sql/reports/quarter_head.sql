-- purpose: the head figures of a quarter of all districts, beside the same quarter of the year before
-- grain: one row
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: last_on date, before_on date, before_last_on date, days integer, covered_days integer, registered bigint, registered_before bigint,
--   followed_17 bigint, challaned_17 bigint, followed_17_before bigint, challaned_17_before bigint, decided bigint, convicted bigint,
--   acquitted bigint, compromised bigint, decided_other bigint, decided_before bigint, convicted_before bigint, tried bigint,
--   overdue bigint, districts bigint, coverage text, decided_coverage text, registered_provisional boolean, decided_provisional boolean,
--   mature_17 boolean
-- measures: days=none, covered_days=none, registered=cases_registered, registered_before=cases_registered, followed_17=cases_followed_17,
--   challaned_17=cases_challan_17, followed_17_before=cases_followed_17, challaned_17_before=cases_challan_17, decided=cases_decided,
--   convicted=cases_convicted_of_decided, acquitted=fir on date of the court's decision, compromised=fir on date of the court's decision,
--   decided_other=fir on date of the court's decision, decided_before=cases_decided, convicted_before=cases_convicted_of_decided,
--   tried=cases_acquitted_or_convicted, overdue=challan_overdue, districts=none
-- locks: none
-- covers: case; quarter $2
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
-- trace: registered = milestone_month.cases where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: registered_before = milestone_month.cases where c.registered_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1
-- trace: followed_17 = milestone_month.cases where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: challaned_17 = milestone_month.challaned_17 where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: followed_17_before = milestone_month.cases where c.registered_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1
-- trace: challaned_17_before = milestone_month.challaned_17 where c.registered_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1
-- trace: decided = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.disposal = 'convicted'
-- trace: acquitted = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.disposal = 'acquitted'
-- trace: compromised = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.disposal = 'compromised'
-- trace: decided_other = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.disposal = 'other'
-- trace: tried = disposal_month.cases where c.disposed_month between $2::date and ($2::date + interval '3 months')::date - 1 and c.disposal in ('convicted', 'acquitted')
-- trace: decided_before = disposal_month.cases where c.disposed_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1 and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted_before = disposal_month.cases where c.disposed_month between ($2::date - interval '1 year')::date
--   and ($2::date - interval '9 months')::date - 1 and c.disposal = 'convicted'
-- trace: overdue = overdue_day.(entered - ended) where c.on_day <= ($2::date + interval '3 months')::date - 1
--
-- Counting unit: cases. Basis: registration for registered, followed_17 and challaned_17, the first final disposal by a court for decided
-- and its parts; overdue is the stock at the end of the quarter. Figures of the year before are null unless both quarters are covered
-- whole: a part is compared with nothing. followed_17 holds months all of whose cases were followed for 17 days (mature_17: all three).
-- districts: those that existed at the end of the quarter.
with q as (
	select $2::date as first, ($2::date + interval '3 months')::date - 1 as last, ($2::date - interval '1 year')::date as b_first, ($2::date - interval '9 months')::date - 1 as b_last
), k as (
	select c.state, c.covered_days, c.days from q cross join lateral report.coverage_of($1::text, '', 'case', array[q.first], array[q.last]) c
), b as (
	select c.state = 'covered' and k.state = 'covered' as whole from q cross join k
	cross join lateral report.coverage_of($1::text, '', 'case', array[q.b_first], array[q.b_last]) c
), o as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'outcome', array[q.first], array[q.last]) c
), ob as (
	select c.state = 'covered' and o.state = 'covered' as whole from q cross join o
	cross join lateral report.coverage_of($1::text, '', 'outcome', array[q.b_first], array[q.b_last]) c
), a as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'accused', array[q.first], array[q.last]) c
), lifecycle as (
	select sum(c.cases) filter (where c.registered_month between q.first and q.last) as registered,
		sum(c.cases) filter (where c.registered_month between q.b_first and q.b_last) as registered_before,
		sum(c.cases) filter (where c.registered_month between q.first and q.last
			and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date) as followed,
		sum(c.challaned_17) filter (where c.registered_month between q.first and q.last
			and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date) as challaned,
		sum(c.challaned_17) filter (where c.registered_month between q.b_first and q.b_last) as challaned_before
	from q join report.milestone_month c on c.registered_month between q.b_first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
), court as (
	select sum(c.cases) filter (where c.disposed_month >= q.first) as decided,
		sum(c.cases) filter (where c.disposed_month >= q.first and c.disposal = 'convicted') as convicted,
		sum(c.cases) filter (where c.disposed_month >= q.first and c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposed_month >= q.first and c.disposal = 'compromised') as compromised,
		sum(c.cases) filter (where c.disposed_month >= q.first and c.disposal = 'other') as other,
		sum(c.cases) filter (where c.disposed_month <= q.b_last) as decided_before,
		sum(c.cases) filter (where c.disposed_month <= q.b_last and c.disposal = 'convicted') as convicted_before
	from q join report.disposal_month c on c.disposed_month between q.b_first and q.last
		and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
), overdue as (
	select coalesce(sum(c.entered - c.ended), 0) as cases, coalesce(sum(c.unsure - c.settled), 0) as unsure
	from q join report.overdue_day c on c.on_day <= q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
)
select q.last as last_on, q.b_first as before_on, q.b_last as before_last_on, k.days, k.covered_days,
	report.known(k.state, r.registered) as registered, case when b.whole then coalesce(r.registered_before, 0)::bigint end as registered_before,
	report.known(a.state, case when k.state in ('covered', 'partial') then coalesce(r.followed, 0) end) as followed_17,
	report.known(a.state, r.challaned) as challaned_17,
	case when b.whole then coalesce(r.registered_before, 0)::bigint end as followed_17_before,
	case when b.whole then coalesce(r.challaned_before, 0)::bigint end as challaned_17_before,
	report.known(o.state, t.decided) as decided, report.known(o.state, t.convicted) as convicted, report.known(o.state, t.acquitted) as acquitted,
	report.known(o.state, t.compromised) as compromised, report.known(o.state, t.other) as decided_other,
	case when ob.whole then coalesce(t.decided_before, 0)::bigint end as decided_before,
	case when ob.whole then coalesce(t.convicted_before, 0)::bigint end as convicted_before,
	report.known(o.state, coalesce(t.convicted, 0) + coalesce(t.acquitted, 0)) as tried,
	case when k.state = 'covered' and v.unsure = 0 then v.cases::bigint end as overdue,
	(select pg_catalog.count(*) from ref.district d where d.jurisdiction = $1::text
		and coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.last) as districts,
	k.state as coverage, o.state as decided_coverage, q.last > report.mature_to($1::text, 'case', $3::date) as registered_provisional,
	q.last > report.mature_to($1::text, 'outcome', $3::date) as decided_provisional, q.last + 17 <= $3::date as mature_17
from q cross join k cross join b cross join o cross join ob cross join a cross join lifecycle r cross join court t cross join overdue v
