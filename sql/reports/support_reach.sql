-- purpose: outreach of a quarter in a district or all of them, beside the quarter before, and the tehsils that had a session
-- grain: one row
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: first_on date, last_on date, sessions bigint, sessions_before bigint, attended_women bigint, attended_men bigint,
--   unknown_women bigint, women bigint, census_year text, per_10k_women numeric, tehsils bigint, tehsils_reached bigint,
--   tehsils_missed bigint, tehsils_unverified bigint, unlisted bigint, unrecorded bigint, districts_none bigint, coverage text,
--   covered_days integer, days integer, provisional boolean
-- measures: sessions=outreach_sessions, sessions_before=outreach_sessions, attended_women=outreach_attendances,
--   attended_men=outreach_attendances, unknown_women=outreach_sessions, women=none,
--   per_10k_women=outreach_per_10k_women, tehsils=tehsils_listed, tehsils_reached=tehsils_reached,
--   tehsils_missed=tehsils_missed, tehsils_unverified=tehsils_listed, unlisted=outreach_sessions, unrecorded=outreach_sessions,
--   districts_none=none, covered_days=none, days=none
-- locks: none
-- covers: outreach; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: sessions = outreach_tehsil_day.sessions where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: sessions_before = outreach_tehsil_day.sessions where c.held_on between ($3::date - interval '3 months')::date and $3::date - 1
-- trace: attended_women = outreach_tehsil_day.attended_women where c.held_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: attended_men = outreach_tehsil_day.attended_men where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: unknown_women = outreach_tehsil_day.unknown_women where c.held_on between $3::date and ($3::date + interval '3 months')::date
--   - 1
-- trace: per_10k_women, tehsils_reached, tehsils_missed, unlisted, unrecorded, districts_none of outreach_tehsil_day.sessions where
--   c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: women, census_year said "census of 2017, sql/reference/population.csv"
-- trace: tehsils, tehsils_unverified said "list of tehsils, sql/reference/tehsil.csv"
-- trace: covered_days, days said "coverage of the feed outreach"
--
-- Counting unit: sessions; attendances, which are not people; tehsils. Basis: day of the session. A tehsil is reached when a session
-- was held in it; of those listed on the last day of the quarter. unlisted are sessions in a place that the list does not know,
-- unrecorded those without one: both count as sessions and reach no tehsil. The rate is for the quarter, not per year; of
-- all districts together over the women of the last census, for the province's border does not move. Null where not all days
-- are covered, or where some session has no number of women.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last, ($3::date - interval '3 months')::date as before
), place as (
	select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)
), held as (
	select c.district, c.tehsil, sum(c.sessions) as sessions, sum(c.attended_women) as women, sum(c.attended_men) as men,
		sum(c.unknown_women) as unknown_women, sum(c.unknown_men) as unknown_men
	from report.outreach_tehsil_day c join place p on p.code = c.district cross join quarter q
	where c.held_on between q.first and q.last
	group by c.district, c.tehsil
), found as (
	select h.*, case when h.tehsil <> '' then report.tehsil_of(h.district, h.tehsil, q.last) end as code from held h cross join quarter q
), total as (
	select coalesce(sum(f.sessions), 0) as sessions, coalesce(sum(f.women), 0) as women, coalesce(sum(f.men), 0) as men,
		coalesce(sum(f.unknown_women), 0) as unknown_women, coalesce(sum(f.unknown_men), 0) as unknown_men,
		coalesce(sum(f.sessions) filter (where f.tehsil <> '' and f.code is null), 0) as unlisted,
		coalesce(sum(f.sessions) filter (where f.tehsil = ''), 0) as unrecorded, pg_catalog.count(distinct f.district) as districts
	from found f
), listed as (
	select pg_catalog.count(*) as tehsils, pg_catalog.count(*) filter (where not t.verified) as unverified,
		pg_catalog.count(*) filter (where exists (select from found f where f.district = t.district and f.code = t.code and f.sessions > 0)) as reached
	from ref.tehsil t join place p on p.code = t.district cross join quarter q
	where coalesce(t.valid_from, '-infinity') <= q.last and coalesce(t.valid_to, 'infinity') >= q.last
), before as (
	select coalesce(sum(c.sessions), 0) as sessions
	from report.outreach_tehsil_day c join place p on p.code = c.district cross join quarter q
	where c.held_on between q.before and q.first - 1
), population as (
	select sum(w.women) as women, max(w.census_year) as census_year
	from quarter q cross join lateral (
		select x.women, x.census_year from report.population_of($2::text, q.first, q.last) x
		union all
		select p.women, p.census_year from ref.population p join place d on d.code = p.district
		where $2::text = 'all' and p.census_year = (select max(y.census_year) from ref.population y)) w
), existing as (
	select pg_catalog.count(*) as districts from ref.district d join place p on p.code = d.code cross join quarter q
	where coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first
)
select q.first as first_on, q.last as last_on, report.known(k.state, t.sessions) as sessions,
	case when b.state = 'covered' and k.state = 'covered' and report.district_era($2::text, q.before) = report.district_era($2::text, q.last)
		then e.sessions::bigint end as sessions_before,
	case when t.sessions = 0 or t.unknown_women < t.sessions then report.known(k.state, t.women) end as attended_women,
	case when t.sessions = 0 or t.unknown_men < t.sessions then report.known(k.state, t.men) end as attended_men,
	report.known(k.state, t.unknown_women) as unknown_women, w.women::bigint as women, w.census_year::text as census_year,
	case when k.state = 'covered' and t.unknown_women = 0 then pg_catalog.round(t.women * 10000 / w.women, 4) end as per_10k_women,
	l.tehsils, case when k.state in ('covered', 'partial') then l.reached end as tehsils_reached,
	case when k.state in ('covered', 'partial') then l.tehsils - l.reached end as tehsils_missed, l.unverified as tehsils_unverified,
	report.known(k.state, t.unlisted) as unlisted, report.known(k.state, t.unrecorded) as unrecorded,
	case when k.state = 'covered' then x.districts - t.districts end as districts_none, k.state as coverage, k.covered_days, k.days,
	q.last > report.mature_to($1::text, 'outreach', $4::date) as provisional
from quarter q
cross join total t cross join listed l cross join before e cross join population w cross join existing x
cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'outreach',
	array[q.first], array[q.last]) k
cross join lateral report.coverage_of($1::text, case when $2::text = 'all' then '' else $2::text end, 'outreach',
	array[q.before], array[q.first - 1]) b
