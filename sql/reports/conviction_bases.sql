-- purpose: convictions on three bases side by side: of the cases registered in a period, of those of them that were challaned, and of
--   the cases that courts decided in the period, whenever registered
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: district text, name_en text, name_ur text, registered bigint, registered_convicted bigint, registered_open bigint,
--   challaned bigint, challaned_convicted bigint, decided bigint, decided_convicted bigint, decided_acquitted bigint,
--   decided_compromised bigint, decided_other bigint, outside_courts bigint
-- measures: registered=cases_registered, registered_convicted=cases_convicted_of_registered,
--   registered_open=fir on date of registration of the case, challaned=cases_challaned,
--   challaned_convicted=cases_convicted_of_registered, decided=cases_decided, decided_convicted=cases_convicted_of_decided,
--   decided_acquitted=fir on date of the court's decision, decided_compromised=fir on date of the court's decision,
--   decided_other=fir on date of the court's decision, outside_courts=fir on date of the court's decision
-- locks: none
--
-- Counting unit: cases, on their first final disposal. Basis: month of registration for registered and challaned, month of disposal for
-- decided and outside_courts. The three denominators differ several-fold, and a numerator belongs to its own only.
-- registered_open cases may still be convicted: the first two shares grow with time. decided holds no case that the
-- police cancelled, left untraced or transferred (outside_courts).
with cohort as (
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
select d.code as district, d.name_en, d.name_ur, coalesce(n.registered, 0)::bigint as registered,
	coalesce(n.convicted, 0)::bigint as registered_convicted, coalesce(n.open, 0)::bigint as registered_open,
	coalesce(n.challaned, 0)::bigint as challaned, coalesce(n.challaned_convicted, 0)::bigint as challaned_convicted,
	coalesce(n.decided, 0)::bigint as decided, coalesce(n.decided_convicted, 0)::bigint as decided_convicted,
	coalesce(n.acquitted, 0)::bigint as decided_acquitted, coalesce(n.compromised, 0)::bigint as decided_compromised,
	coalesce(n.other, 0)::bigint as decided_other, coalesce(n.outside, 0)::bigint as outside_courts
from ref.district d
left join n on n.district = d.code
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= $3::date and coalesce(d.valid_to, 'infinity'::date) >= $2::date))
order by d.name_en collate "C", d.code collate "C"
