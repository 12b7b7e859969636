-- purpose: referrals of a district to partners by service: made in one week, open at its end, and those of them that wait for the service
-- grain: one row per service ever referred to, most open first
-- parameters: $1 district text, $2 week date
-- returns: service_en text, service_ur text, made bigint, open bigint, change bigint, waiting bigint
-- measures: made=referrals_made, open=referrals_open, change=referrals_open_change, waiting=referrals_waiting
-- locks: none
-- covers: referral; district $1; week $2
-- row: service = coalesce((select v.name_en from ref.coded_value v where v.list = 'service' and v.code = c.service), c.service)
-- within: c.district = $1::text
-- trace: made = referral_open_day.opened where c.on_day between $2::date and $2::date + 6
-- trace: open = referral_open_day.(opened - closed) where c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'referral')
-- trace: change = referral_open_day.(opened - closed) where c.on_day between $2::date and $2::date + 6
-- trace: waiting = referral_open_day.(opened - attended) where c.on_day < (select pg_catalog.upper(k.whole
--   * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) from report.covered k
--   where k.district = $1::text and k.feed = 'referral')
--
-- Null where the week is not covered; open is the stock at the end of the last covered day of the week, change that against the day
-- before the week. Closed and served as recorded: a referral whose end nobody entered stays open.
with cover as (
	select report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $2::date + 6) in ('covered', 'partial') as is_there,
		c.whole @> pg_catalog.daterange($2::date - 1, $2::date + 6, '[]') as compared,
		pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'referral'
), service as (
	select c.service,
		coalesce(sum(c.opened) filter (where c.on_day >= $2::date), 0)::bigint as made,
		sum(c.opened - c.closed)::bigint as open,
		coalesce(sum(c.opened - c.closed) filter (where c.on_day >= $2::date), 0)::bigint as change,
		sum(c.opened - c.attended)::bigint as waiting
	from report.referral_open_day c cross join cover k
	where c.district = $1::text and c.on_day <= k.covered_to
	group by c.service
)
select coalesce(v.name_en, s.service) as service_en, coalesce(v.name_ur, s.service) as service_ur, case when k.is_there then s.made end as made,
	case when k.is_there then s.open end as open, case when k.compared then s.change end as change,
	case when k.is_there then s.waiting end as waiting
from service s
cross join cover k
left join ref.coded_value v on v.list = 'service' and v.code = s.service
order by s.open desc, s.service collate "C"
