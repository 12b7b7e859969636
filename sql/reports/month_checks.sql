-- purpose: sums of a month that must agree although other cubes count them
-- grain: one row per check
-- parameters: $1 jurisdiction text, $2 month date
-- returns: check_en text, check_ur text, one bigint, other bigint, difference bigint, fault bigint, agrees boolean
-- measures: one=none, other=none, difference=none, fault=none
-- locks: none
-- covers: case; month $2
--
-- one is what the sheets print, other is counted another way; difference is one - other, fault is 1 where there is any.
-- trace: one, other, difference, fault said "cubes that count the same facts, as the query names them"
with month as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), place as (
	select d.code as district from ref.district d where d.jurisdiction = $1::text
), one as (
	select coalesce((select sum(c.cases) from report.case_month c join place p on p.district = c.district
			where c.registered_month = m.first), 0)::bigint as registered,
		coalesce((select sum(c.cases) from report.case_day c join place p on p.district = c.district
			where c.registered_on between m.first and m.last), 0)::bigint as registered_day,
		coalesce((select sum(c.cases) from report.milestone_month c join place p on p.district = c.district
			where c.registered_month = m.first), 0)::bigint as registered_milestone,
		coalesce((select sum(c.cases) from report.cohort_month c join place p on p.district = c.district
			where c.registered_month = m.first), 0)::bigint as registered_cohort,
		coalesce((select sum(c.cases) from report.disposal_month c join place p on p.district = c.district), 0)::bigint as disposed,
		coalesce((select sum(c.disposed) from report.milestone_month c join place p on p.district = c.district), 0)::bigint as disposed_milestone,
		coalesce((select sum(c.cases) from report.stage_month c join place p on p.district = c.district
			where c.stage not in ('arrested', 'challaned')), 0)::bigint as disposed_stage,
		coalesce((select sum(c.complaints) from report.complaint_month c join place p on p.district = c.district
			where c.received_month = m.first), 0)::bigint as complaints,
		coalesce((select sum(c.complaints) from report.complaint_day c join place p on p.district = c.district
			where c.received_on between m.first and m.last), 0)::bigint as complaints_day,
		coalesce((select sum(c.complaints) from report.response_month c join place p on p.district = c.district
			where c.received_month = m.first), 0)::bigint as complaints_response,
		coalesce((select sum(c.referrals) from report.referral_month c join place p on p.district = c.district
			where c.referred_month = m.first), 0)::bigint as referrals,
		coalesce((select sum(c.referrals) from report.referral_day c join place p on p.district = c.district
			where c.referred_on between m.first and m.last), 0)::bigint as referrals_day
	from month m
)
select c.check_en, c.check_ur, c.one, c.other, c.one - c.other as difference, (c.one <> c.other)::integer::bigint as fault, c.one = c.other as agrees
from one o
cross join lateral (values
	(1, 'Cases registered in the month: by month, and by day and station', 'مہینے میں درج مقدمات: ماہ وار، اور روز و تھانہ وار', o.registered, o.registered_day),
	(2, 'Cases registered in the month: by month, and by milestone', 'مہینے میں درج مقدمات: ماہ وار، اور مراحل کے لحاظ سے', o.registered, o.registered_milestone),
	(3, 'Cases registered in the month: by month, and by what became of them', 'مہینے میں درج مقدمات: ماہ وار، اور انجام کے لحاظ سے', o.registered, o.registered_cohort),
	(4, 'All cases disposed of: by month of disposal, and by month of registration', 'تمام نمٹائے گئے مقدمات: نمٹائے جانے کے مہینے اور اندراج کے مہینے سے', o.disposed, o.disposed_milestone),
	(5, 'All cases disposed of: by month of disposal, and by months since registration', 'تمام نمٹائے گئے مقدمات: نمٹائے جانے کے مہینے اور اندراج کے بعد مہینوں سے', o.disposed, o.disposed_stage),
	(6, 'Complaints of the month: by month, and by day', 'مہینے کی شکایات: ماہ وار، اور روزانہ', o.complaints, o.complaints_day),
	(7, 'Complaints of the month: by month, and by time of response', 'مہینے کی شکایات: ماہ وار، اور جواب کے وقت سے', o.complaints, o.complaints_response),
	(8, 'Referrals of the month: by month, and by day', 'مہینے کے ریفرلز: ماہ وار، اور روزانہ', o.referrals, o.referrals_day)
	) as c (place, check_en, check_ur, one, other)
order by c.place
