-- purpose: how far the cases registered in a month came, and how soon: arrest, challan, disposal
-- grain: one row per fact; cells per district, category, channel, registered_month
-- keys: district, category, channel, registered_month
-- counts: cases, arrested, arrested_90, challaned, challaned_17, challan_18_30, challan_31_60, challan_61_90, challan_91_180,
--   challan_181_up, disposed, undated, convicted, challaned_convicted, convicted_ever
-- parameters: none
-- returns: district text, category text, channel text, registered_month date, cases bigint, arrested bigint, arrested_90 bigint,
--   challaned bigint, challaned_17 bigint, challan_18_30 bigint, challan_31_60 bigint, challan_61_90 bigint,
--   challan_91_180 bigint, challan_181_up bigint, disposed bigint, undated bigint, convicted bigint, challaned_convicted bigint,
--   convicted_ever bigint
-- locks: none
--
-- Counting unit: cases. A case has an arrest or a challan when any of its accused has. Day 17 is the 14 days of s.173 CrPC and
-- 3 more; the bands of days to the first challan, with challaned_17, add up to challaned. convicted is the first final
-- disposal; convicted_ever has a conviction of any accused, at any time.
with event as (
	select f.*, f.first_arrested_on - f.registered_on as arrest_days, f.first_challaned_on - f.registered_on as challan_days
	from engine.signed_lifecycle f
)
select f.district, f.category, f.channel, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month,
	f.sign::bigint as cases,
	(case when f.arrest_days is not null then f.sign else 0 end)::bigint as arrested,
	(case when f.arrest_days <= 90 then f.sign else 0 end)::bigint as arrested_90,
	(case when f.challan_days is not null then f.sign else 0 end)::bigint as challaned,
	(case when f.challan_days <= 17 then f.sign else 0 end)::bigint as challaned_17,
	(case when f.challan_days between 18 and 30 then f.sign else 0 end)::bigint as challan_18_30,
	(case when f.challan_days between 31 and 60 then f.sign else 0 end)::bigint as challan_31_60,
	(case when f.challan_days between 61 and 90 then f.sign else 0 end)::bigint as challan_61_90,
	(case when f.challan_days between 91 and 180 then f.sign else 0 end)::bigint as challan_91_180,
	(case when f.challan_days > 180 then f.sign else 0 end)::bigint as challan_181_up,
	(case when f.disposed_on is not null then f.sign else 0 end)::bigint as disposed,
	(case when f.disposal = 'undated' then f.sign else 0 end)::bigint as undated,
	(case when f.disposal = 'convicted' then f.sign else 0 end)::bigint as convicted,
	(case when f.disposal = 'convicted' and f.challan_days is not null then f.sign else 0 end)::bigint as challaned_convicted,
	(case when f.convicted_on is not null then f.sign else 0 end)::bigint as convicted_ever
from event f
