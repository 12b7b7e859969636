-- purpose: referrals of a quarter to partners in a district or all of them: accepted, served, and who waits
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: referrals bigint, referrals_before bigint, accepted bigint, served bigint, waiting bigint, closed_unserved bigint,
--   followed_30 bigint, served_30 bigint, unmet_30 bigint, waiting_all bigint, shelters_withheld boolean, parts_withheld boolean,
--   coverage text, covered_days integer, days integer, provisional boolean
-- measures: referrals=referrals_made, referrals_before=referrals_made, accepted=referrals_accepted, served=referrals_served,
--   waiting=referrals_unserved, closed_unserved=referral on date of referral, followed_30=referrals_followed_30,
--   served_30=referrals_served_30, unmet_30=referrals_unmet_30, waiting_all=referrals_unserved, covered_days=none, days=none
-- locks: none
-- covers: referral; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: referrals = referral_partner_day.referrals where c.referred_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: referrals_before = referral_partner_day.referrals where c.referred_on between ($3::date - interval '3 months')::date and
--   $3::date - 1
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
-- trace: waiting_all = referral_partner_day.unserved_open where c.referred_on <= ($3::date + interval '3 months')::date - 1
-- trace: covered_days, days said "coverage of the feed referral"
--
-- Counting unit: referrals. Basis: day of referral. waiting: neither served nor closed at the date of the records; waiting_all: the
-- same of all quarters up to this one. unmet_30: of the referrals that were followed for 30 days (followed_30) those that had
-- not been served on the 30th day; later service does not change it. shelters_withheld, parts_withheld: what support_services
-- keeps back so that no number of women in shelters under 10 is printed or can be reckoned. Where shelters are the only service and
-- these are so few, the figures here are null, too.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last, ($3::date - interval '3 months')::date as before
), n as (
	select c.service = 'shelter' as shelter, coalesce(sum(c.referrals) filter (where c.referred_on >= q.first), 0) as referrals,
		coalesce(sum(c.referrals) filter (where c.referred_on < q.first and c.referred_on >= q.before), 0) as before,
		coalesce(sum(c.accepted) filter (where c.referred_on >= q.first), 0) as accepted,
		coalesce(sum(c.served) filter (where c.referred_on >= q.first), 0) as served,
		coalesce(sum(c.unserved_open) filter (where c.referred_on >= q.first), 0) as waiting,
		coalesce(sum(c.unserved_closed) filter (where c.referred_on >= q.first), 0) as closed_unserved,
		coalesce(sum(c.referrals) filter (where c.referred_on >= q.first and c.referred_on <= $4::date - 30), 0) as followed_30,
		coalesce(sum(c.served_30) filter (where c.referred_on >= q.first and c.referred_on <= $4::date - 30), 0) as served_30,
		coalesce(sum(c.unserved_open), 0) as waiting_all
	from report.referral_partner_day c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	cross join quarter q
	where $2::text in ('all', c.district) and c.referred_on <= q.last
	group by 1
), total as (
	select coalesce(sum(n.referrals), 0) as referrals, coalesce(sum(n.before), 0) as before, coalesce(sum(n.accepted), 0) as accepted,
		coalesce(sum(n.served), 0) as served, coalesce(sum(n.waiting), 0) as waiting, coalesce(sum(n.closed_unserved), 0) as closed_unserved,
		coalesce(sum(n.followed_30), 0) as followed_30, coalesce(sum(n.served_30), 0) as served_30,
		coalesce(sum(n.waiting_all), 0) as waiting_all,
		coalesce(sum(n.referrals) filter (where n.shelter), 0) as shelters,
		coalesce(sum(n.referrals) filter (where not n.shelter), 0) as others
	from n
), small as (
	select t.shelters between 1 and 9 as withheld, t.shelters > 0 and t.others = 0 as alone,
		exists (select from n cross join lateral pg_catalog.unnest(array[n.accepted, n.served, n.waiting, n.closed_unserved,
			n.referrals - n.accepted, n.referrals - n.served, n.followed_30, n.served_30, n.followed_30 - n.served_30]) as x (few)
			where n.shelter and x.few between 1 and 9) as parts
	from total t
), shown as (
	select k.state in ('covered', 'partial') and not (s.alone and s.withheld) as counts,
		k.state in ('covered', 'partial') and not (s.alone and (s.withheld or s.parts)) as parts, k.*
	from quarter q cross join small s
	cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'referral',
		array[q.first], array[q.last]) k
)
select case when k.counts then t.referrals::bigint end as referrals,
	case when k.counts and k.state = 'covered' and b.state = 'covered'
		and report.district_era($2::text, q.before) = report.district_era($2::text, q.last) then t.before::bigint end as referrals_before,
	case when k.parts then t.accepted::bigint end as accepted, case when k.parts then t.served::bigint end as served,
	case when k.parts then t.waiting::bigint end as waiting, case when k.parts then t.closed_unserved::bigint end as closed_unserved,
	case when k.parts then t.followed_30::bigint end as followed_30, case when k.parts then t.served_30::bigint end as served_30,
	case when k.parts then (t.followed_30 - t.served_30)::bigint end as unmet_30,
	case when k.parts then t.waiting_all::bigint end as waiting_all, s.withheld as shelters_withheld,
	s.withheld or s.parts as parts_withheld, k.state as coverage, k.covered_days, k.days,
	q.last > report.mature_to($1::text, 'referral', $4::date) as provisional
from quarter q cross join total t cross join small s cross join shown k
cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'referral',
	array[q.before], array[q.first - 1]) b
