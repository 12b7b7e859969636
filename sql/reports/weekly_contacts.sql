-- purpose: complaints of a district's week at the Virtual Women Police Station and the helplines, how soon those of four weeks were
--   answered, and how many of them became a case
-- grain: one row per channel with a complaint in the window of weeks (52; 4 at least) up to the week, in the order of the list of channels
-- parameters: $1 district text, $2 week date, $3 window integer
-- defaults: window 52
-- returns: channel_en text, channel_ur text, received bigint, received_before bigint, four_weeks bigint, half_within integer,
--   nine_tenths_within integer, to_fir bigint
-- measures: received=complaints_received, received_before=complaints_received, four_weeks=complaints_received,
--   half_within=response_half_within, nine_tenths_within=response_nine_tenths_within, to_fir=complaints_to_fir
-- locks: none
-- covers: complaint; district $1; week $2
-- row: channel = coalesce((select v.name_en from ref.coded_value v where v.list = 'channel' and v.code = c.channel), c.channel)
-- within: c.district = $1::text
-- trace: received = complaint_day.complaints where c.received_on between $2::date and $2::date + 6
-- trace: received_before = complaint_day.complaints where c.received_on between $2::date - 7 and $2::date - 1
-- trace: four_weeks = complaint_day.complaints where c.received_on between $2::date - 21 and $2::date + 6
-- trace: to_fir = complaint_day.complaints where c.received_on between $2::date - 21 and $2::date + 6 and c.disposal = 'fir'
-- trace: half_within, nine_tenths_within of response_week.complaints where c.received_week between $2::date - 21 and $2::date
--
-- Null where the days are not covered. half_within, nine_tenths_within: minutes by which so many of the complaints of the four weeks up to
-- the week had a first response, upper ends of the bins of response_week; complaints without a response count as waiting. Null where that
-- share has none yet, or none within a week. to_fir: of the four weeks' complaints.
with cover as (
	select c.whole, report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $2::date + 6) in ('covered', 'partial') as is_there,
		c.whole @> pg_catalog.daterange($2::date - 7, $2::date + 6, '[]') as compared,
		c.whole @> pg_catalog.daterange($2::date - 21, $2::date + 6, '[]') as four_weeks
	from report.covered c
	where c.district = $1::text and c.feed = 'complaint'
), channel as (
	select c.channel,
		coalesce(sum(c.complaints) filter (where c.received_on >= $2::date), 0)::bigint as received,
		coalesce(sum(c.complaints) filter (where c.received_on between $2::date - 7 and $2::date - 1), 0)::bigint as received_before,
		coalesce(sum(c.complaints) filter (where c.received_on >= $2::date - 21), 0)::bigint as four_weeks,
		coalesce(sum(c.complaints) filter (where c.received_on >= $2::date - 21 and c.disposal = 'fir'), 0)::bigint as to_fir
	from report.complaint_day c
	where c.district = $1::text and c.received_on between $2::date - 7 * greatest($3::integer - 1, 3) and $2::date + 6
	group by c.channel
	having sum(c.complaints) > 0
), bin as (
	select c.channel, c.minutes_upto, sum(sum(c.complaints)) over (partition by c.channel order by c.minutes_upto < 0, c.minutes_upto) as upto,
		sum(sum(c.complaints)) over (partition by c.channel) as of_all
	from report.response_week c
	where c.district = $1::text and c.received_week between $2::date - 21 and $2::date
	group by c.channel, c.minutes_upto
), wait as (
	select b.channel, (pg_catalog.array_agg(b.minutes_upto order by b.upto) filter (where b.upto >= 0.5 * b.of_all))[1] as half,
		(pg_catalog.array_agg(b.minutes_upto order by b.upto) filter (where b.upto >= 0.9 * b.of_all))[1] as nine_tenths
	from bin b
	group by b.channel
)
select coalesce(v.name_en, n.channel) as channel_en, coalesce(v.name_ur, n.channel) as channel_ur,
	case when k.is_there then n.received end as received, case when k.compared then n.received_before end as received_before,
	case when k.four_weeks then n.four_weeks end as four_weeks,
	case when k.four_weeks and w.half between 0 and 10080 then w.half end as half_within,
	case when k.four_weeks and w.nine_tenths between 0 and 10080 then w.nine_tenths end as nine_tenths_within,
	case when k.four_weeks then n.to_fir end as to_fir
from channel n
cross join cover k
left join wait w on w.channel = n.channel
left join ref.coded_value v on v.list = 'channel' and v.code = n.channel
order by pg_catalog.array_position(array['vwps', 'helpline_15', 'helpline_1787', 'app'], n.channel), n.channel collate "C"
