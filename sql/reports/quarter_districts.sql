-- purpose: each district in a quarter: cases registered, challans in time, and what courts decided in the three years up to its end
-- grain: one row per district that existed in the quarter or has a case, by name
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: district text, name_en text, name_ur text, registered bigint, followed_17 bigint, challaned_17 bigint, decided bigint, convicted bigint,
--   coverage text, registered_provisional boolean
-- measures: registered=cases_registered, followed_17=cases_followed_17, challaned_17=cases_challan_17, decided=cases_decided,
--   convicted=cases_convicted_of_decided
-- locks: none
-- covers: case; quarter $2
-- row: district = c.district
-- trace: registered = milestone_month.cases where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: followed_17 = milestone_month.cases where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: challaned_17 = milestone_month.challaned_17 where c.registered_month between $2::date and ($2::date + interval '3 months')::date - 1
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: decided = disposal_month.cases where c.disposed_month between (($2::date + interval '3 months') - interval '36 months')::date and ($2::date + interval '3 months')::date - 1
--   and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
-- trace: convicted = disposal_month.cases where c.disposed_month between (($2::date + interval '3 months') - interval '36 months')::date and ($2::date + interval '3 months')::date - 1 and c.disposal = 'convicted'
--
-- Counting unit: cases. Basis: registration for the first three, the first final disposal by a court for decided and convicted: three
-- years, as a quarter has too few convictions in a district to be told from chance. Null where no day of the quarter is covered.
with q as (
	select $2::date as first, ($2::date + interval '3 months')::date - 1 as last, (($2::date + interval '3 months') - interval '36 months')::date as y_first
), lifecycle as (
	select c.district, sum(c.cases) as registered,
		sum(c.cases) filter (where (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date) as followed,
		sum(c.challaned_17) filter (where (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date) as challaned
	from q join report.milestone_month c on c.registered_month between q.first and q.last
	group by c.district
), court as (
	select c.district, sum(c.cases) as decided, sum(c.cases) filter (where c.disposal = 'convicted') as convicted
	from q join report.disposal_month c on c.disposed_month between q.y_first and q.last
		and c.disposal in ('convicted', 'acquitted', 'compromised', 'other')
	group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, r.registered) as registered,
	report.known(a.state, r.followed) as followed_17, report.known(a.state, r.challaned) as challaned_17,
	report.known(o.state, t.decided) as decided, report.known(o.state, t.convicted) as convicted, k.state as coverage,
	q.last > report.mature_to($1::text, 'case', $3::date) as registered_provisional
from q
join ref.district d on d.jurisdiction = $1::text
join report.states($1::text, 'case', $2::date, ($2::date + interval '3 months')::date - 1) k on k.district = d.code
join report.states($1::text, 'accused', $2::date, ($2::date + interval '3 months')::date - 1) a on a.district = d.code
join report.states($1::text, 'outcome', (($2::date + interval '3 months') - interval '36 months')::date, ($2::date + interval '3 months')::date - 1) o on o.district = d.code
left join lifecycle r on r.district = d.code
left join court t on t.district = d.code
where r.district is not null or (coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first)
order by d.name_en collate "C", d.code collate "C"
