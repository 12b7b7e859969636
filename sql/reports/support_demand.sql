-- purpose: complaints of a quarter in a district or all of them: how many, when, and how soon they were answered
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: complaints bigint, complaints_before bigint, complaints_year_before bigint, answered bigint, unanswered bigint,
--   median_minutes bigint, p90_minutes bigint, median_before bigint, hour_known bigint, night bigint, peak_hour bigint,
--   peak bigint, coverage text, covered_days integer, days integer, provisional boolean
-- measures: complaints=complaints_received, complaints_before=complaints_received, complaints_year_before=complaints_received,
--   answered=complaints_answered, unanswered=complaint on date of receipt, median_minutes=response_minutes,
--   p90_minutes=response_minutes, median_before=response_minutes, hour_known=complaint on date of receipt,
--   night=complaint on date of receipt, peak_hour=none, peak=complaint on date of receipt, covered_days=none, days=none
-- locks: none
-- covers: complaint; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: complaints = complaint_day.complaints where c.received_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: complaints_before = complaint_day.complaints where c.received_on between ($3::date - interval '3 months')::date and $3::date - 1
-- trace: complaints_year_before = complaint_day.complaints where c.received_on between ($3::date - interval '1 year')::date and
--   ($3::date - interval '9 months')::date - 1
-- trace: answered = response_month.complaints where c.minutes_upto >= 0 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: unanswered = response_month.complaints where c.minutes_upto < 0 and c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: median_minutes, p90_minutes of response_month.complaints where c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: median_before of response_month.complaints where c.received_month between ($3::date - interval '3 months')::date and $3::date
--   - 1
-- trace: hour_known = complaint_hour.complaints where c.received_hour >= 0 and c.received_month between $3::date and ($3::date +
--   interval '3 months')::date - 1
-- trace: night = complaint_hour.complaints where (c.received_hour >= 20 or c.received_hour between 0 and 7) and c.received_month
--   between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: peak_hour, peak of complaint_hour.complaints where c.received_month between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: covered_days, days said "coverage of the feed complaint"
--
-- Counting unit: complaints. Basis: receipt. Minutes are the upper end of the bin in which the quantile of all complaints lies, those
-- without an answer waiting longest; null where it lies among these or beyond a week. night: received from 20:00 to 07:59.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last, ($3::date - interval '3 months')::date as before,
		($3::date - interval '1 year')::date as year_first, ($3::date - interval '9 months')::date - 1 as year_last
), place as (
	select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)
), received as (
	select coalesce(sum(c.complaints) filter (where c.received_on between q.first and q.last), 0) as now,
		coalesce(sum(c.complaints) filter (where c.received_on between q.before and q.first - 1), 0) as before,
		coalesce(sum(c.complaints) filter (where c.received_on between q.year_first and q.year_last), 0) as year_before
	from quarter q left join (report.complaint_day c join place p on p.code = c.district) on c.received_on between q.year_first and q.last
), bin as (
	select c.received_month >= q.first as is_now, c.minutes_upto, sum(c.complaints) as complaints
	from report.response_month c join place p on p.code = c.district cross join quarter q
	where c.received_month between q.before and q.last
	group by 1, 2
), stacked as (
	select b.is_now, b.minutes_upto, b.complaints,
		sum(b.complaints) over (partition by b.is_now order by b.minutes_upto < 0, b.minutes_upto) as upto,
		sum(b.complaints) over (partition by b.is_now) as of_all
	from bin b
), quantile as (
	select min(s.minutes_upto) filter (where s.is_now and s.upto >= s.of_all * 0.5) as median,
		min(s.minutes_upto) filter (where s.is_now and s.upto >= s.of_all * 0.9) as p90,
		min(s.minutes_upto) filter (where not s.is_now and s.upto >= s.of_all * 0.5) as median_before,
		coalesce(sum(s.complaints) filter (where s.is_now and s.minutes_upto >= 0), 0) as answered,
		coalesce(sum(s.complaints) filter (where s.is_now and s.minutes_upto < 0), 0) as unanswered
	from (select x.* from stacked x where x.minutes_upto between 0 and 10080
		union all
		select x.is_now, x.minutes_upto, x.complaints, 0, 1 from stacked x where x.minutes_upto not between 0 and 10080) s
), hour as (
	select c.received_hour, sum(c.complaints) as complaints
	from report.complaint_hour c join place p on p.code = c.district cross join quarter q
	where c.received_month between q.first and q.last and c.received_hour >= 0
	group by c.received_hour
), hours as (
	select coalesce(sum(h.complaints), 0) as known,
		coalesce(sum(h.complaints) filter (where h.received_hour >= 20 or h.received_hour < 8), 0) as night,
		(pg_catalog.array_agg(h.received_hour order by h.complaints desc, h.received_hour))[1] as peak_hour, max(h.complaints) as peak
	from hour h
)
select report.known(k.state, r.now) as complaints,
	case when k.state = 'covered' and b.state = 'covered' and report.district_era($2::text, q.before) = report.district_era($2::text, q.last)
		then r.before::bigint end as complaints_before,
	case when k.state = 'covered' and y.state = 'covered' and report.district_era($2::text, q.year_first) = report.district_era($2::text, q.last)
		then r.year_before::bigint end as complaints_year_before,
	report.known(k.state, m.answered) as answered, report.known(k.state, m.unanswered) as unanswered, m.median::bigint as median_minutes,
	m.p90::bigint as p90_minutes,
	case when b.state = 'covered' and k.state = 'covered' then m.median_before::bigint end as median_before,
	report.known(k.state, h.known) as hour_known, report.known(k.state, h.night) as night, h.peak_hour::bigint as peak_hour,
	h.peak::bigint as peak, k.state as coverage, k.covered_days, k.days,
	q.last > report.mature_to($1::text, 'complaint', $4::date) as provisional
from quarter q cross join received r cross join quantile m cross join hours h
cross join lateral (select case when $2::text = 'all' then '' else $2::text end as district) d
cross join lateral report.coverage_of($1::text, d.district, 'complaint', array[q.first], array[q.last]) k
cross join lateral report.coverage_of($1::text, d.district, 'complaint', array[q.before], array[q.first - 1]) b
cross join lateral report.coverage_of($1::text, d.district, 'complaint', array[q.year_first], array[q.year_last]) y
