-- purpose: convictions on three bases side by side: of the cases registered in a period, of those of them that were challaned, and of
--   the cases that courts decided in the period, whenever registered
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: district text, name_en text, name_ur text, registered bigint, registered_convicted bigint, registered_open bigint,
--   challaned bigint, challaned_convicted bigint, decided bigint, decided_convicted bigint, decided_acquitted bigint,
--   decided_compromised bigint, decided_other bigint, outside_courts bigint, coverage text, decided_coverage text
-- measures: registered=cases_registered, registered_convicted=cases_convicted_of_registered,
--   registered_open=fir on date of registration of the case, challaned=cases_challaned,
--   challaned_convicted=cases_convicted_of_registered, decided=cases_decided, decided_convicted=cases_convicted_of_decided,
--   decided_acquitted=fir on date of the court's decision, decided_compromised=fir on date of the court's decision,
--   decided_other=fir on date of the court's decision, outside_courts=fir on date of the court's decision
-- locks: none
-- covers: case; days $2 to $3
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
-- trace: registered = milestone_month.cases where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: registered_convicted = milestone_month.convicted where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: registered_open = milestone_month.(cases - disposed - undated) where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: challaned, challaned_convicted = milestone_month.* where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: decided = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: decided_convicted = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal = 'convicted'
-- trace: decided_acquitted = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal = 'acquitted'
-- trace: decided_compromised = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal = 'compromised'
-- trace: decided_other = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal = 'other'
-- trace: outside_courts = disposal_month.cases where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
--   and c.disposal in ('cancelled', 'untraced', 'transferred')
--
-- Counting unit: cases, on their first final disposal. Basis: month of registration for registered and challaned, month of disposal for
-- decided and outside_courts. The three denominators differ several-fold, and a numerator belongs to its own only.
-- registered_open cases may still be convicted: the first two shares grow with time. decided holds no case that the
-- police cancelled, left untraced or transferred (outside_courts).
-- Null where no day of the period is covered, and without a feed of outcomes what courts did.
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 as last
), cohort as (
	select c.district, sum(c.cases) as registered, sum(c.convicted) as convicted, sum(c.cases - c.disposed - c.undated) as open,
		sum(c.challaned) as challaned, sum(c.challaned_convicted) as challaned_convicted
	from report.milestone_month c
	where c.registered_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
	group by c.district
), decided as (
	select c.district, sum(c.cases) filter (where c.disposal in ('convicted', 'acquitted', 'compromised', 'other')) as decided,
		sum(c.cases) filter (where c.disposal = 'convicted') as convicted,
		sum(c.cases) filter (where c.disposal = 'acquitted') as acquitted,
		sum(c.cases) filter (where c.disposal = 'compromised') as compromised,
		sum(c.cases) filter (where c.disposal = 'other') as other,
		sum(c.cases) filter (where c.disposal in ('cancelled', 'untraced', 'transferred')) as outside
	from report.disposal_month c
	where c.disposed_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
	group by c.district
), n as (
	select coalesce(c.district, e.district) as district, c.registered, c.convicted, c.open, c.challaned, c.challaned_convicted,
		e.decided, e.convicted as decided_convicted, e.acquitted, e.compromised, e.other, e.outside
	from cohort c full join decided e on e.district = c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.registered) as registered,
	case when k.state in ('covered', 'partial') then report.known(l.state, n.convicted) end as registered_convicted, report.known(k.state, n.open) as registered_open,
	report.known(a.state, n.challaned) as challaned, case when a.state in ('covered', 'partial') then report.known(l.state, n.challaned_convicted) end as challaned_convicted,
	report.known(o.state, n.decided) as decided, report.known(o.state, n.decided_convicted) as decided_convicted,
	report.known(o.state, n.acquitted) as decided_acquitted, report.known(o.state, n.compromised) as decided_compromised,
	report.known(o.state, n.other) as decided_other, report.known(k.state, n.outside) as outside_courts,
	k.state as coverage, o.state as decided_coverage
from ref.district d
cross join period p
join report.states($1::text, 'case', p.first, p.last) k on k.district = d.code
join report.states($1::text, 'accused', p.first, p.last) a on a.district = d.code
join report.states($1::text, 'outcome', p.first, p.last) o on o.district = d.code
-- outcomes of the period's cases may come at any time after
join report.states($1::text, 'outcome', p.first, 'infinity') l on l.district = d.code
left join n on n.district = d.code
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= $3::date and coalesce(d.valid_to, 'infinity'::date) >= $2::date))
order by d.name_en collate "C", d.code collate "C"
