-- purpose: how soon each district acts: challan by day 17 and arrest within 90 days in the twelve months up to one, the first response to
--   complaints in that month
-- grain: one row per district that existed or has a case
-- parameters: $1 jurisdiction text, $2 month date, $3 as_at date
-- returns: district text, name_en text, name_ur text, cases_17 bigint, challaned_17 bigint, cases_90 bigint, arrested_90 bigint,
--   complaints bigint, answered bigint, median_minutes integer, most_minutes integer, coverage text, complaints_coverage text,
--   answered_coverage text
-- measures: cases_17=cases_followed_17, challaned_17=cases_challan_17, cases_90=cases_followed_90, arrested_90=cases_arrest_90,
--   complaints=complaints_received, answered=complaint on date of receipt, median_minutes=none, most_minutes=none
-- locks: none
-- covers: case; month $2
--
-- Counting unit: cases; complaints. Basis: month of registration; month of receipt. cases_17 and cases_90 hold months only all of whose cases
-- were followed so long. median_minutes and most_minutes: within so many minutes half, and nine of ten, had a first response: the ends
-- of the bins of response_month; complaints without one count as the longest. Null where half, or nine of ten, have none yet or waited
-- more than a week.
-- row: district = c.district
-- trace: cases_17 = milestone_month.cases where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: challaned_17 = milestone_month.challaned_17 where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
--   and (c.registered_month + interval '1 month')::date - 1 + 17 <= $3::date
-- trace: cases_90 = milestone_month.cases where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
--   and (c.registered_month + interval '1 month')::date - 1 + 90 <= $3::date
-- trace: arrested_90 = milestone_month.arrested_90 where c.registered_month between (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date and $2::date
--   and (c.registered_month + interval '1 month')::date - 1 + 90 <= $3::date
-- trace: complaints = complaint_month.complaints where c.received_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
-- trace: answered = response_month.complaints where c.received_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date and c.minutes_upto >= 0
-- trace: median_minutes, most_minutes of response_month.complaints where c.received_month = pg_catalog.date_trunc('month', $2::date::timestamp)::date
with period as (
	select (pg_catalog.date_trunc('month', $2::date::timestamp) - interval '11 months')::date as first,
		pg_catalog.date_trunc('month', $2::date::timestamp)::date as month,
		(pg_catalog.date_trunc('month', $2::date::timestamp) + interval '1 month')::date - 1 as last
), milestone as (
	select c.district, sum(c.cases) filter (where r.last + 17 <= $3::date) as cases_17,
		sum(c.challaned_17) filter (where r.last + 17 <= $3::date) as challaned_17,
		sum(c.cases) filter (where r.last + 90 <= $3::date) as cases_90, sum(c.arrested_90) filter (where r.last + 90 <= $3::date) as arrested_90
	from report.milestone_month c
	cross join period p
	cross join lateral (select (c.registered_month + interval '1 month')::date - 1 as last) r
	where c.registered_month between p.first and p.last
	group by c.district
), bin as (
	select c.district, c.minutes_upto, sum(c.complaints) as complaints
	from report.response_month c cross join period p
	where c.received_month = p.month and c.minutes_upto >= 0
	group by c.district, c.minutes_upto
), received as (
	select c.district, sum(c.complaints) as complaints
	from report.complaint_month c cross join period p
	where c.received_month = p.month
	group by c.district
), upto as (
	select b.district, b.minutes_upto, sum(b.complaints) over (partition by b.district order by b.minutes_upto) as answered,
		sum(b.complaints) over (partition by b.district) as answered_all
	from bin b
), response as (
	select u.district, max(u.answered_all) as answered,
		min(u.minutes_upto) filter (where u.answered >= 0.5 * r.complaints and u.minutes_upto < 1000000) as median_minutes,
		min(u.minutes_upto) filter (where u.answered >= 0.9 * r.complaints and u.minutes_upto < 1000000) as most_minutes
	from upto u join received r on r.district = u.district
	group by u.district
)
select d.code as district, d.name_en, d.name_ur, report.known(a.state, m.cases_17) as cases_17,
	report.known(a.state, m.challaned_17) as challaned_17, report.known(a.state, m.cases_90) as cases_90,
	report.known(a.state, m.arrested_90) as arrested_90, report.known(c.state, r.complaints) as complaints,
	report.known(c.state, s.answered) as answered, s.median_minutes::integer as median_minutes, s.most_minutes::integer as most_minutes,
	a.state as coverage, c.state as complaints_coverage, c.state as answered_coverage
from ref.district d
cross join period p
join report.states($1::text, 'accused', p.first, p.last) a on a.district = d.code
join report.states($1::text, 'complaint', p.month, p.last) c on c.district = d.code
left join milestone m on m.district = d.code
left join received r on r.district = d.code
left join response s on s.district = d.code
where d.jurisdiction = $1::text and (m.district is not null or r.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
