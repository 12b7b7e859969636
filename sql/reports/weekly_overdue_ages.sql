-- purpose: cases past day 17 without a challan at the end of one week by how old they are, with the change since the end of the week before
-- grain: one row per age, youngest first
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: age_en text, age_ur text, age_from integer, cases bigint, change bigint
-- measures: age_from=none, cases=challan_overdue, change=challan_overdue_change
-- locks: none
-- covers: case; district $1; week $2
-- row: age_from = c.age_from
-- within: c.district = $1::text
-- trace: cases = overdue_age_day.(entered - ended) where c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'case')
-- trace: change = overdue_age_day.(entered - ended) where c.on_day between $2::date and $2::date + 6
--
-- Null as overdue of weekly_head; change also where the week or the one before is not covered. Ages are days since registration.
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), unsure as (
	select coalesce(sum(c.unsure - c.settled), 0) as cases, coalesce(sum(c.undated), 0) as undated
	from cover k left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
), known as (
	select k.covered_to, t.known, t.known and u.undated = 0 and k.whole @> pg_catalog.daterange($2::date - 19, $2::date + 6, '[]') as compared
	from cover k cross join unsure u
	cross join lateral (select u.cases = 0 and (u.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18) as known) t
)
select a.age_en, a.age_ur, a.age_from,
	case when k.known then coalesce(sum(c.entered - c.ended), 0)::bigint end as cases,
	case when k.compared then coalesce(sum(c.entered - c.ended) filter (where c.on_day >= $2::date), 0)::bigint end as change
from (values ('18 to 30 days', '18 تا 30 دن', 18), ('31 to 90 days', '31 تا 90 دن', 31), ('over 90 days', '90 دن سے زائد', 91))
	as a (age_en, age_ur, age_from)
cross join known k
left join report.overdue_age_day c on c.district = $1::text and c.age_from = a.age_from and c.on_day <= k.covered_to
group by a.age_en, a.age_ur, a.age_from, k.known, k.compared
order by a.age_from
