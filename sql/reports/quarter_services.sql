-- purpose: referrals of a quarter by service: accepted, served, served within a week, and not served
-- grain: one row per service with a referral
-- parameters: $1 jurisdiction text, $2 quarter date, $3 as_at date
-- returns: service text, name_en text, name_ur text, referrals bigint, accepted bigint, served bigint, served_7 bigint, unserved bigint, coverage text,
--   provisional boolean
-- measures: referrals=referrals_made, accepted=referral on date of referral, served=referral on date of referral,
--   served_7=referral on date of referral, unserved=referral on date of referral
-- locks: none
-- covers: referral; quarter $2
-- row: service = c.service
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.referred_month between $2::date and ($2::date + interval '3 months')::date - 1
-- trace: referrals, accepted, served = referral_month.*
-- trace: served_7 = referral_month.(wait_3 + wait_7)
-- trace: unserved = referral_month.(referrals - served)
--
-- Counting unit: referrals. Basis: month of referral. Recent referrals may still be served: provisional until 60 days after the quarter.
with q as (
	select $2::date as first, ($2::date + interval '3 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'referral', array[q.first], array[q.last]) c
), n as (
	select c.service, sum(c.referrals) as referrals, sum(c.accepted) as accepted, sum(c.served) as served, sum(c.wait_3 + c.wait_7) as served_7
	from q join report.referral_month c on c.referred_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.service
)
select n.service, coalesce(v.name_en, n.service) as name_en, coalesce(v.name_ur, v.name_en, n.service) as name_ur,
	report.known(k.state, n.referrals) as referrals, report.known(k.state, n.accepted) as accepted, report.known(k.state, n.served) as served,
	report.known(k.state, n.served_7) as served_7, report.known(k.state, n.referrals - n.served) as unserved, k.state as coverage,
	q.last + 60 > $3::date as provisional
from n cross join q cross join k
left join ref.coded_value v on v.list = 'service' and v.code = n.service
where n.referrals > 0
order by n.referrals desc, n.service collate "C"
