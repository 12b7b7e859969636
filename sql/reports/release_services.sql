-- purpose: referrals of a period of months by service, under the services' names: accepted, served
-- grain: one row per service with a referral
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: service text, name_en text, name_ur text, referrals bigint, accepted bigint, served bigint
-- measures: referrals=referrals_made, accepted=referral on date of referral, served=referral on date of referral
-- locks: none
-- covers: referral; days $2 to $3
-- row: service = c.service
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.referred_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
-- trace: referrals, accepted, served = referral_month.*
--
-- Counting unit: referrals. Basis: month of referral. Recent referrals may still be served.
select c.service, coalesce(v.name_en, c.service) as name_en, coalesce(nullif(v.name_ur, ''), v.name_en, c.service) as name_ur,
	sum(c.referrals)::bigint as referrals, sum(c.accepted)::bigint as accepted, sum(c.served)::bigint as served
from report.referral_month c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
left join ref.coded_value v on v.list = 'service' and v.code = c.service
where c.referred_month between pg_catalog.date_trunc('month', $2::date::timestamp)::date and $3::date
group by c.service, v.name_en, v.name_ur
order by c.service collate "C"
