-- purpose: referrals of a period of months by service: accepted, served, and how long the service was waited for
-- grain: one row per service with a referral
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: service text, referrals bigint, accepted bigint, served bigint, wait_3 bigint, wait_7 bigint, wait_14 bigint,
--   wait_30 bigint, wait_60 bigint, wait_61_up bigint
-- measures: referrals=referrals_made, accepted=referral on date of referral, served=referral on date of referral,
--   wait_3=referral on date of referral, wait_7=referral on date of referral, wait_14=referral on date of referral,
--   wait_30=referral on date of referral, wait_60=referral on date of referral, wait_61_up=referral on date of referral
-- locks: none
-- covers: referral; days $2 to $3
-- row: service = c.service
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.referred_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: referrals, accepted, served, wait_3, wait_7, wait_14, wait_30, wait_60, wait_61_up = referral_month.*
--
-- Counting unit: referrals. Basis: month of referral. Recent referrals may still be served.
select c.service, sum(c.referrals)::bigint as referrals, sum(c.accepted)::bigint as accepted, sum(c.served)::bigint as served,
	sum(c.wait_3)::bigint as wait_3, sum(c.wait_7)::bigint as wait_7, sum(c.wait_14)::bigint as wait_14,
	sum(c.wait_30)::bigint as wait_30, sum(c.wait_60)::bigint as wait_60, sum(c.wait_61_up)::bigint as wait_61_up
from report.referral_month c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
where c.referred_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
group by c.service
order by c.service collate "C"
