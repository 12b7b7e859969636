-- purpose: referrals of a quarter by service: accepted, served, who waits, and how many days were waited; few in shelters withheld
-- grain: one row per service with a referral, most referrals first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: code text, name_en text, name_ur text, referrals bigint, accepted bigint, served bigint, waiting bigint,
--   closed_unserved bigint, followed_30 bigint, served_30 bigint, unmet_30 bigint, accepted_median bigint, served_median bigint,
--   served_p90 bigint, withheld boolean
-- measures: referrals=referrals_made, accepted=referrals_accepted, served=referrals_served, waiting=referrals_unserved,
--   closed_unserved=referral on date of referral, followed_30=referrals_followed_30, served_30=referrals_served_30,
--   unmet_30=referrals_unmet_30, accepted_median=referral_days, served_median=referral_days, served_p90=referral_days
-- locks: none
-- covers: referral; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: referrals = referral_partner_day.referrals where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: accepted = referral_partner_day.accepted where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: served = referral_partner_day.served where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: waiting = referral_partner_day.unserved_open where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: closed_unserved = referral_partner_day.unserved_closed where c.referred_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: followed_30 = referral_partner_day.referrals where c.referred_on between $3::date and least(($3::date + interval
--   '3 months')::date - 1, $4::date - 30)
-- trace: served_30 = referral_partner_day.served_30 where c.referred_on between $3::date and least(($3::date + interval
--   '3 months')::date - 1, $4::date - 30)
-- trace: unmet_30 of referral_partner_day.referrals where c.referred_on between $3::date and least(($3::date + interval
--   '3 months')::date - 1, $4::date - 30)
-- trace: accepted_median of referral_wait_month.referrals where c.step = 'accepted' and c.referred_month between $3::date and ($3::date
--   + interval '3 months')::date - 1
-- trace: served_median, served_p90 of referral_wait_month.referrals where c.step = 'served' and c.referred_month between $3::date and
--   ($3::date + interval '3 months')::date - 1
-- row: code = c.service
--
-- Counting unit: referrals; counts as in support_path. Days are those in which half (or nine of ten) of ALL referrals of the
-- service were accepted or served: who still waits, waits longest; null where fewer have been yet.
-- Few women in a shelter: where a quarter refers 1 to 9, the row prints nothing but its name; where another number of
-- the row, or what it leaves over of the referrals, is 1 to 9, it prints its referrals alone. The service with the fewest referrals of the others is withheld
-- alike (withheld), or the shelter's numbers could be reckoned from the totals.
with place as (
	select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)
), n as (
	select c.service, sum(c.referrals) as referrals, sum(c.accepted) as accepted, sum(c.served) as served, sum(c.unserved_open) as waiting,
		sum(c.unserved_closed) as closed_unserved,
		coalesce(sum(c.referrals) filter (where c.referred_on <= $4::date - 30), 0) as followed_30,
		coalesce(sum(c.served_30) filter (where c.referred_on <= $4::date - 30), 0) as served_30
	from report.referral_partner_day c join place p on p.code = c.district
	where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
	group by c.service
	having sum(c.referrals) > 0
), small as (
	select coalesce(bool_or(n.referrals < 10), false) as few, coalesce(bool_or(exists (
		select from pg_catalog.unnest(array[n.accepted, n.served, n.waiting, n.closed_unserved,
			n.referrals - n.accepted, n.referrals - n.served, n.followed_30, n.served_30, n.followed_30 - n.served_30]) as x (few) where x.few between 1 and 9)), false) as parts
	from n where n.service = 'shelter'
), hidden as (
	select m.service, s.few, s.few or s.parts as parts
	from small s
	join (select n.service, n.service = 'shelter'
			or n.service = (select o.service from n o where o.service <> 'shelter' order by o.referrals, o.service collate "C" limit 1) as either
		from n) m on m.either
), stacked as (
	select c.service, c.step, c.days_upto, sum(c.referrals) as referrals,
		sum(sum(c.referrals)) over (partition by c.service, c.step order by c.days_upto < 0, c.days_upto) as upto,
		sum(sum(c.referrals)) over (partition by c.service, c.step) as of_all
	from report.referral_wait_month c join place p on p.code = c.district
	where c.referred_month between $3::date and ($3::date + interval '3 months')::date - 1
	group by c.service, c.step, c.days_upto
), quantile as (
	select s.service, min(s.days_upto) filter (where s.step = 'accepted' and s.upto >= s.of_all * 0.5) as accepted_median,
		min(s.days_upto) filter (where s.step = 'served' and s.upto >= s.of_all * 0.5) as served_median,
		min(s.days_upto) filter (where s.step = 'served' and s.upto >= s.of_all * 0.9) as served_p90
	from stacked s
	where s.days_upto between 0 and 365
	group by s.service
)
select n.service as code, coalesce(v.name_en, n.service) as name_en, coalesce(v.name_ur, n.service) as name_ur,
	case when not w.few then n.referrals::bigint end as referrals, case when not w.parts then n.accepted::bigint end as accepted,
	case when not w.parts then n.served::bigint end as served, case when not w.parts then n.waiting::bigint end as waiting,
	case when not w.parts then n.closed_unserved::bigint end as closed_unserved,
	case when not w.parts then n.followed_30::bigint end as followed_30, case when not w.parts then n.served_30::bigint end as served_30,
	case when not w.parts then (n.followed_30 - n.served_30)::bigint end as unmet_30,
	case when not w.parts then m.accepted_median::bigint end as accepted_median,
	case when not w.parts then m.served_median::bigint end as served_median, case when not w.parts then m.served_p90::bigint end as served_p90,
	w.parts as withheld
from n
left join quantile m on m.service = n.service
left join hidden h on h.service = n.service
cross join lateral (select coalesce(h.few, false) as few, coalesce(h.parts, false) as parts) w
left join ref.coded_value v on v.list = 'service' and v.code = n.service
order by n.referrals desc, n.service collate "C"
