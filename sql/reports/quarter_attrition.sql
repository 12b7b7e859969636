-- purpose: where the cases of a year old enough to be told were lost: by stage and reason
-- grain: one row per stage and reason, in the order of the lifecycle of a case, zeros included
-- parameters: $1 jurisdiction text, $2 quarter date
-- returns: place integer, stage_en text, stage_ur text, reason_en text, reason_ur text, cases bigint, registered bigint, coverage text
-- measures: place=none, cases=fir on date of registration of the case, registered=cases_registered
-- locks: none
-- row: place = case when c.disposal = 'undated' then 12 when c.disposal = 'convicted' then 11
--   when c.challaned = 'no' then case c.disposal when 'cancelled' then 1 when 'untraced' then 2 when 'transferred' then 3 when 'open' then 5
--   else 4 end when c.disposal in ('cancelled', 'untraced', 'transferred') then 6 when c.disposal = 'compromised' then 7
--   when c.disposal = 'acquitted' then 8 when c.disposal = 'open' then 10 else 9 end
-- within: c.district in (select d.code from ref.district d where d.jurisdiction = $1::text)
--   and c.registered_month between (($2::date + interval '3 months') - interval '36 months')::date and (($2::date + interval '3 months') - interval '24 months')::date - 1
-- trace: cases = attrition_month.cases
-- trace: registered = all attrition_month.cases
--
-- Counting unit: cases; the same cohort as quarter_cohort. The rows add up to registered. A case stands where its first final disposal
-- or, open, its present stage put it: before a challan when no accused of it was ever challaned.
with q as (
	select (($2::date + interval '3 months') - interval '36 months')::date as first, (($2::date + interval '3 months') - interval '24 months')::date - 1 as last
), k as (
	select c.state from q cross join lateral report.coverage_of($1::text, '', 'case', array[q.first], array[q.last]) c
), n as (
	select c.disposal, c.challaned, sum(c.cases) as cases
	from q join report.attrition_month c on c.registered_month between q.first and q.last
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	group by c.disposal, c.challaned
), reason (place, stage, challaned, disposals, stage_en, stage_ur, reason_en, reason_ur) as (values
	(1, 'police', 'no', array['cancelled'], 'Before a challan', 'چالان سے پہلے', 'Cancelled by the police', 'پولیس نے خارج کیے'),
	(2, 'police', 'no', array['untraced'], 'Before a challan', 'چالان سے پہلے', 'Untraced', 'عدم پتہ'),
	(3, 'police', 'no', array['transferred'], 'Before a challan', 'چالان سے پہلے', 'Transferred elsewhere', 'دوسری جگہ منتقل'),
	(4, 'police', 'no', array['compromised', 'acquitted', 'other'], 'Before a challan', 'چالان سے پہلے',
		'Ended in court without a challan on record', 'چالان کے اندراج کے بغیر عدالت میں ختم'),
	(5, 'police', 'no', array['open'], 'Before a challan', 'چالان سے پہلے', 'Still under investigation', 'ابھی زیر تفتیش'),
	(6, 'court', 'yes', array['cancelled', 'untraced', 'transferred'], 'After a challan', 'چالان کے بعد',
		'Cancelled, untraced or transferred', 'خارج، عدم پتہ یا منتقل'),
	(7, 'court', 'yes', array['compromised'], 'After a challan', 'چالان کے بعد', 'Compromised or withdrawn', 'راضی نامہ یا واپسی'),
	(8, 'court', 'yes', array['acquitted'], 'After a challan', 'چالان کے بعد', 'Acquitted', 'بری'),
	(9, 'court', 'yes', array['other'], 'After a challan', 'چالان کے بعد', 'Discharged, quashed or ended otherwise', 'ڈسچارج، کالعدم یا دیگر انجام'),
	(10, 'court', 'yes', array['open'], 'After a challan', 'چالان کے بعد', 'Still pending in court', 'ابھی عدالت میں زیر التوا'),
	(11, 'convicted', null, array['convicted'], 'Convicted', 'سزا', 'Convicted', 'سزا ہوئی'),
	(12, 'undated', null, array['undated'], 'Not known', 'نامعلوم', 'Ended on a day that is not recorded', 'انجام کا دن درج نہیں')
)
select r.place, r.stage_en, r.stage_ur, r.reason_en, r.reason_ur, report.known(k.state, sum(n.cases)) as cases,
	report.known(k.state, (select sum(a.cases) from n a)) as registered, k.state as coverage
from reason r
cross join k
left join n on n.disposal = any (r.disposals) and (r.challaned is null or n.challaned = r.challaned)
group by r.place, r.stage_en, r.stage_ur, r.reason_en, r.reason_ur, k.state
order by r.place
