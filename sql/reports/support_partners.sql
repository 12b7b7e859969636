-- purpose: referrals of a quarter to each partner, by service: accepted, served, who waits; few in shelters withheld
-- grain: one row per service and partner with a referral, by service and then most referrals first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: key text, partner_en text, partner_ur text, service_en text, service_ur text, districts bigint, referrals bigint,
--   accepted bigint, served bigint, waiting bigint, waiting_all bigint, withheld boolean
-- measures: districts=none, referrals=referrals_made, accepted=referrals_accepted, served=referrals_served,
--   waiting=referrals_unserved, waiting_all=referrals_unserved
-- locks: none
-- covers: referral; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: districts of referral_partner_day.referrals where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: referrals = referral_partner_day.referrals where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: accepted = referral_partner_day.accepted where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: served = referral_partner_day.served where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: waiting = referral_partner_day.unserved_open where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: waiting_all = referral_partner_day.unserved_open where c.referred_on <= ($3::date + interval '3 months')::date - 1
-- row: key = c.service || ' ' || c.partner
--
-- Counting unit: referrals. districts: how many districts referred to the partner in the quarter. waiting_all: of all quarters up to
-- this one. What support_services withholds is withheld here, of every partner of that service; the counts of one shelter are
-- withheld, with those of all others, where one of them or of its parts is 1 to 9.
with cell as (
	select c.district, c.service, c.partner, c.referred_on >= $3::date as is_now, c.referrals, c.accepted, c.served, c.unserved_open
	from report.referral_partner_day c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	where $2::text in ('all', c.district) and c.referred_on <= ($3::date + interval '3 months')::date - 1
), n as (
	select c.service, c.partner, pg_catalog.count(distinct c.district) filter (where c.is_now) as districts,
		coalesce(sum(c.referrals) filter (where c.is_now), 0) as referrals, coalesce(sum(c.accepted) filter (where c.is_now), 0) as accepted,
		coalesce(sum(c.served) filter (where c.is_now), 0) as served, coalesce(sum(c.unserved_open) filter (where c.is_now), 0) as waiting,
		coalesce(sum(c.unserved_open), 0) as waiting_all
	from cell c
	group by c.service, c.partner
	having sum(c.referrals) filter (where c.is_now) > 0
), by_service as (
	select n.service, sum(n.referrals) as referrals from n group by n.service
), small as (
	-- as strict as support_services is of the parts that both print, and of each shelter by itself
	select coalesce(bool_or(n.referrals < 10 or exists (
		select from pg_catalog.unnest(array[n.accepted, n.served, n.waiting, n.referrals - n.accepted, n.referrals - n.served,
			n.waiting_all]) as x (few) where x.few between 1 and 9)), false) as few
	from n where n.service = 'shelter'
), hidden as (
	select b.service from by_service b cross join small s
	where s.few and (b.service = 'shelter'
		or b.service = (select o.service from by_service o where o.service <> 'shelter' order by o.referrals, o.service collate "C" limit 1))
)
select n.service || ' ' || n.partner as key, case when n.partner = '' then 'Not recorded' else n.partner end as partner_en,
	case when n.partner = '' then 'درج نہیں' else n.partner end as partner_ur,
	coalesce(v.name_en, n.service) as service_en, coalesce(v.name_ur, n.service) as service_ur, n.districts,
	case when h.service is null then n.referrals::bigint end as referrals, case when h.service is null then n.accepted::bigint end as accepted,
	case when h.service is null then n.served::bigint end as served, case when h.service is null then n.waiting::bigint end as waiting,
	case when h.service is null then n.waiting_all::bigint end as waiting_all, h.service is not null as withheld
from n
left join hidden h on h.service = n.service
left join ref.coded_value v on v.list = 'service' and v.code = n.service
order by v.name_en collate "C", n.service collate "C", n.referrals desc, n.partner collate "C"
