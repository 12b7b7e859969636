-- purpose: outreach sessions of a district's week and of its quarter up to the week, with the attendances that are recorded
-- grain: one row
-- parameters: $1 district text, $2 week date
-- returns: sessions bigint, attendances bigint, quarter_sessions bigint, quarter_attendances bigint, quarter_unrecorded bigint, quarter_from date
-- measures: sessions=outreach_sessions, attendances=outreach_attendances, quarter_sessions=outreach_sessions,
--   quarter_attendances=outreach_attendances, quarter_unrecorded=outreach_sessions
-- locks: none
-- covers: outreach; district $1; week $2
-- within: c.district = $1::text
-- trace: sessions = outreach_day.sessions where c.held_on between $2::date and $2::date + 6
-- trace: attendances = outreach_day.(attended_women + attended_men) where c.held_on between $2::date and $2::date + 6
-- trace: quarter_sessions = outreach_day.sessions where c.held_on between @quarter_from@ and $2::date + 6
-- trace: quarter_attendances = outreach_day.(attended_women + attended_men) where c.held_on between @quarter_from@ and $2::date + 6
-- trace: quarter_unrecorded = outreach_day.unrecorded where c.held_on between @quarter_from@ and $2::date + 6
--
-- The quarter is that of the week's last day, up to that day. Null where the days are not covered. Attendances are those of women and men;
-- quarter_unrecorded: sessions of which the number of women, of men or of both is not recorded.
with period as (
	select pg_catalog.date_trunc('quarter', ($2::date + 6)::timestamp)::date as quarter_from
), cover as (
	select report.coverage_state(c.existed, c.whole, c.partly, c.horizon, $2::date, $2::date + 6) in ('covered', 'partial') as is_there,
		report.coverage_state(c.existed, c.whole, c.partly, c.horizon, p.quarter_from, $2::date + 6) in ('covered', 'partial') as quarter_there
	from report.covered c cross join period p
	where c.district = $1::text and c.feed = 'outreach'
), counted as (
	select coalesce(sum(c.sessions) filter (where c.held_on >= $2::date), 0)::bigint as sessions,
		coalesce(sum(c.attended_women + c.attended_men) filter (where c.held_on >= $2::date), 0)::bigint as attendances,
		coalesce(sum(c.sessions) filter (where c.held_on >= p.quarter_from), 0)::bigint as quarter_sessions,
		coalesce(sum(c.attended_women + c.attended_men) filter (where c.held_on >= p.quarter_from), 0)::bigint as quarter_attendances,
		coalesce(sum(c.unrecorded) filter (where c.held_on >= p.quarter_from), 0)::bigint as quarter_unrecorded
	from period p
	left join report.outreach_day c on c.district = $1::text and c.held_on between least(p.quarter_from, $2::date) and $2::date + 6
)
select case when k.is_there then n.sessions end as sessions, case when k.is_there then n.attendances end as attendances,
	case when k.quarter_there then n.quarter_sessions end as quarter_sessions,
	case when k.quarter_there then n.quarter_attendances end as quarter_attendances,
	case when k.quarter_there then n.quarter_unrecorded end as quarter_unrecorded, p.quarter_from
from period p cross join counted n left join cover k on true
