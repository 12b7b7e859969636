-- purpose: the figures of 36 months up to one in long form, for pivot tables
-- grain: one row per measure, district, month, offence and status
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: measure text, district text, name_en text, name_ur text, division text, month text, offence text, offence_en text,
--   offence_ur text, status text, value bigint, value_coverage text, value_provisional boolean
-- measures: value=none
-- locks: none
-- covers: case; month $2
--
-- measure is the name of the figure in measures.yaml. Cases registered stand by principal offence; cases disposed of by how they ended
-- (status); others have 'all' for both. Every combination has its row: a true zero is 0, what was not reported is empty with [x]. Rows of
-- one measure add up; rows of several measures do not. Months are the first day, as 2026-10-01.
-- trace: value said "the cube of the measure, as the query names it"
with month as (
	select g.first::date as first, (g.first + interval '1 month')::date - 1 as last
	from pg_catalog.generate_series(pg_catalog.date_trunc('month', $2::date::timestamp) - interval '35 months',
		pg_catalog.date_trunc('month', $2::date::timestamp), interval '1 month') as g (first)
), span as (
	select min(m.first) as first, max(m.last) as last from month m
), mature as materialized (
	select e.event, report.mature_to($1::text, e.event, $3::date) as to_on
	from pg_catalog.unnest(array['case', 'outcome', 'complaint', 'outreach', 'referral']) e (event)
), cover as materialized (
	select c.district, c.feed, c.existed, c.whole, c.partly, c.horizon from report.covered c where c.jurisdiction = $1::text
), place as materialized (
	select d.code, d.name_en, d.name_ur, d.division, m.first, m.last, f.feed,
		coalesce(report.coverage_state(c.existed, c.whole, c.partly, c.horizon, m.first, m.last), 'not-reported') as state
	from ref.district d
	cross join span s
	join cover c on c.district = d.code
	join pg_catalog.unnest(array['case', 'accused', 'complaint', 'outreach', 'referral']) f (feed) on f.feed = c.feed
	cross join month m
	where d.jurisdiction = $1::text and coalesce(d.valid_from, '-infinity'::date) <= s.last and coalesce(d.valid_to, 'infinity'::date) >= s.first
), offence as materialized (
	select g.code, g.name_en, g.name_ur, g.seriousness from ref.category g
	where g.code in (select c.category from report.case_month c join ref.district d on d.code = c.district and d.jurisdiction = $1::text
		cross join span s where c.registered_month between s.first and s.last)
), cell as materialized (
	select 'cases_registered' as measure, c.district, c.registered_month as first, c.category as offence, 'all' as status, sum(c.cases) as value
	from report.case_month c group by c.district, c.registered_month, c.category
	union all
	select 'cases_disposed', c.district, c.disposed_month, 'all', c.disposal, sum(c.cases)
	from report.disposal_month c group by c.district, c.disposed_month, c.disposal
	union all
	select x.measure, c.district, c.registered_month, 'all', 'all', sum(x.value)
	from report.milestone_month c cross join lateral (values ('cases_challan_17', c.challaned_17), ('cases_arrest_90', c.arrested_90)) as x (measure, value)
	group by x.measure, c.district, c.registered_month
	union all
	select 'complaints_received', c.district, c.received_month, 'all', 'all', sum(c.complaints)
	from report.complaint_month c group by c.district, c.received_month
	union all
	select 'outreach_sessions', c.district, pg_catalog.date_trunc('month', c.held_on::timestamp)::date, 'all', 'all', sum(c.sessions)
	from report.outreach_day c group by c.district, 3
	union all
	select 'referrals_made', c.district, c.referred_month, 'all', 'all', sum(c.referrals)
	from report.referral_month c group by c.district, c.referred_month
), wanted as (
	select w.place, w.measure, w.feed, w.event, w.ripe_days, g.code as offence, g.name_en as offence_en, g.name_ur as offence_ur,
		coalesce(g.seriousness, 0) as seriousness, s.status
	from (values (1, 'cases_registered', 'case', 'case', 0), (2, 'cases_challan_17', 'accused', 'case', 17),
			(3, 'cases_arrest_90', 'accused', 'case', 90), (4, 'cases_disposed', 'case', 'outcome', 0),
			(5, 'complaints_received', 'complaint', 'complaint', 0), (6, 'outreach_sessions', 'outreach', 'outreach', 0),
			(7, 'referrals_made', 'referral', 'referral', 0)) as w (place, measure, feed, event, ripe_days)
	join (select o.code, o.name_en, o.name_ur, o.seriousness, true as by_offence from offence o
		union all select 'all', 'all', 'all', 0, false) g on g.by_offence = (w.measure = 'cases_registered')
	join (select v.status, true as by_status from (values ('convicted'), ('acquitted'), ('compromised'), ('other'), ('cancelled'), ('untraced'),
			('transferred')) as v (status)
		union all select 'all', false) s on s.by_status = (w.measure = 'cases_disposed')
)
select w.measure, p.code as district, p.name_en, p.name_ur, p.division, p.first::text as month, w.offence, w.offence_en, w.offence_ur, w.status,
	report.known(q.state, c.value) as value, q.state as value_coverage, p.last > t.to_on as value_provisional
from wanted w
join place p on p.feed = w.feed
join mature t on t.event = w.event
cross join lateral (select case when w.ripe_days > 0 and p.last + w.ripe_days > $3::date and p.state <> 'did-not-exist' then 'not-yet'
	else p.state end as state) q
left join cell c on c.measure = w.measure and c.district = p.code and c.first = p.first and c.offence = w.offence and c.status = w.status
order by w.place, p.name_en collate "C", p.code collate "C", p.first, w.seriousness, w.offence collate "C", w.status collate "C"
