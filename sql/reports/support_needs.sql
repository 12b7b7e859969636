-- purpose: referrals of a quarter in each district: served, not served within 30 days, and waiting of all quarters
-- grain: one row per district that existed or has a referral, by name
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: district text, name_en text, name_ur text, referrals bigint, served bigint, followed_30 bigint, unmet_30 bigint,
--   waiting_all bigint, coverage text
-- measures: referrals=referrals_made, served=referrals_served, followed_30=referrals_followed_30, unmet_30=referrals_unmet_30,
--   waiting_all=referrals_unserved
-- locks: none
-- covers: referral; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: referrals, served, followed_30, unmet_30, waiting_all of referral_partner_day.referrals where
--   c.referred_on <= ($3::date + interval '3 months')::date - 1
-- row: district = c.district
--
-- Counting unit: referrals; counts as in support_path. Where shelters are the only service and a number of theirs is 1 to 9, the row is
-- null, as the district's own paper has it.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), n as (
	select c.district, coalesce(sum(c.referrals) filter (where c.referred_on >= q.first), 0) as referrals,
		coalesce(sum(c.served) filter (where c.referred_on >= q.first), 0) as served,
		coalesce(sum(c.referrals) filter (where c.referred_on between q.first and $4::date - 30), 0) as followed_30,
		coalesce(sum(c.served_30) filter (where c.referred_on between q.first and $4::date - 30), 0) as served_30,
		coalesce(sum(c.unserved_open), 0) as waiting_all,
		coalesce(bool_and(c.service = 'shelter') filter (where c.referred_on >= q.first), false) as shelters_alone
	from report.referral_partner_day c cross join quarter q
	where $2::text in ('all', c.district) and c.referred_on <= q.last
	group by c.district
), shown as (
	select n.*, n.shelters_alone and exists (select from pg_catalog.unnest(array[n.referrals, n.served, n.referrals - n.served,
		n.followed_30, n.served_30, n.followed_30 - n.served_30]) as x (few) where x.few between 1 and 9) as hidden
	from n
)
select d.code as district, d.name_en, d.name_ur, case when h.shown then report.known(k.state, n.referrals) end as referrals,
	case when h.shown then report.known(k.state, n.served) end as served,
	case when h.shown then report.known(k.state, n.followed_30) end as followed_30,
	case when h.shown then report.known(k.state, n.followed_30 - n.served_30) end as unmet_30,
	case when h.shown then report.known(k.state, n.waiting_all) end as waiting_all, k.state as coverage
from ref.district d
cross join quarter q
join report.states($1::text, 'referral', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = d.code
left join shown n on n.district = d.code
cross join lateral (select not coalesce(n.hidden, false) as shown) h
where d.jurisdiction = $1::text and $2::text in ('all', d.code) and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first))
order by d.name_en collate "C", d.code collate "C"
