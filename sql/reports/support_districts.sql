-- purpose: outreach of a quarter in each district: sessions, attendances of women, tehsils reached and those that were not
-- grain: one row per district that existed or has a session, by name; one row where one district is asked for
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date, $4 as_at date
-- returns: district text, name_en text, name_ur text, sessions bigint, attended_women bigint, women bigint, per_10k_women numeric,
--   tehsils_reached bigint, tehsils bigint, tehsils_missed bigint, missed_en text, missed_ur text, unlisted bigint,
--   unlisted_names text, coverage text, provisional boolean
-- measures: sessions=outreach_sessions, attended_women=outreach_attendances, women=none, per_10k_women=outreach_per_10k_women,
--   tehsils=tehsils_listed, tehsils_reached=tehsils_reached, tehsils_missed=tehsils_missed, unlisted=outreach_sessions
-- locks: none
-- covers: outreach; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: sessions = outreach_tehsil_day.sessions where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: attended_women = outreach_tehsil_day.attended_women where c.held_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: per_10k_women, tehsils_reached, tehsils_missed, unlisted of outreach_tehsil_day.sessions where c.held_on between $3::date and
--   ($3::date + interval '3 months')::date - 1
-- trace: women said "census of 2017, sql/reference/population.csv"
-- trace: tehsils said "list of tehsils, sql/reference/tehsil.csv"
-- row: district = c.district
--
-- Counting unit and basis as in support_reach. unlisted: sessions in a place that the list does not know (unlisted_names, as
-- written), or with none recorded.
-- Null where no day is covered; the rate where not all are, where some session has no number of women, or where no census
-- knows the boundary.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), held as (
	select c.district, c.tehsil, sum(c.sessions) as sessions, sum(c.attended_women) as women, sum(c.unknown_women) as unknown_women
	from report.outreach_tehsil_day c cross join quarter q
	where $2::text in ('all', c.district) and c.held_on between q.first and q.last
	group by c.district, c.tehsil
), found as (
	select h.*, case when h.tehsil <> '' then report.tehsil_of(h.district, h.tehsil, q.last) end as code from held h cross join quarter q
), n as (
	select f.district, sum(f.sessions) as sessions, sum(f.women) as women, sum(f.unknown_women) as unknown_women,
		coalesce(sum(f.sessions) filter (where f.code is null), 0) as unlisted,
		pg_catalog.string_agg(f.tehsil, ', ' order by f.tehsil collate "C") filter (where f.code is null and f.tehsil <> '') as unlisted_names
	from found f group by f.district
), listed as (
	select t.district, pg_catalog.count(*) as tehsils, pg_catalog.count(*) filter (where r.there) as reached,
		pg_catalog.string_agg(t.name_en, ', ' order by t.name_en collate "C") filter (where not r.there) as missed_en,
		pg_catalog.string_agg(t.name_ur, '، ' order by t.name_en collate "C") filter (where not r.there) as missed_ur
	from ref.tehsil t cross join quarter q
	cross join lateral (select exists (select from found f where f.district = t.district and f.code = t.code and f.sessions > 0) as there) r
	where coalesce(t.valid_from, '-infinity') <= q.last and coalesce(t.valid_to, 'infinity') >= q.last
	group by t.district
)
select d.code as district, d.name_en, d.name_ur, report.known(k.state, n.sessions) as sessions,
	case when coalesce(n.sessions, 0) = 0 or n.unknown_women < n.sessions then report.known(k.state, n.women) end as attended_women, w.women,
	case when k.state = 'covered' and coalesce(n.unknown_women, 0) = 0
		then pg_catalog.round(coalesce(n.women, 0) * 10000 / w.women::numeric, 4) end as per_10k_women,
	case when k.state in ('covered', 'partial') then coalesce(l.reached, 0) end as tehsils_reached, coalesce(l.tehsils, 0) as tehsils,
	case when k.state in ('covered', 'partial') then coalesce(l.tehsils - l.reached, 0) end as tehsils_missed,
	case when k.state in ('covered', 'partial') then l.missed_en end as missed_en,
	case when k.state in ('covered', 'partial') then l.missed_ur end as missed_ur,
	report.known(k.state, n.unlisted) as unlisted, n.unlisted_names, k.state as coverage,
	q.last > report.mature_to($1::text, 'outreach', $4::date) as provisional
from ref.district d
cross join quarter q
join report.states($1::text, 'outreach', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = d.code
left join n on n.district = d.code
left join listed l on l.district = d.code
left join lateral report.population_of(d.code, q.first, q.last) w on true
where d.jurisdiction = $1::text and $2::text in ('all', d.code) and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first))
order by d.name_en collate "C", d.code collate "C"
