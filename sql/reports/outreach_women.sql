-- purpose: outreach of a period of months in each district: sessions, attendances, and attendances of women per 10,000 women
-- grain: one row per district that existed or has a session
-- parameters: $1 jurisdiction text, $2 from date, $3 to date
-- returns: district text, name_en text, name_ur text, sessions bigint, attended_women bigint, attended_men bigint, women bigint,
--   census_year integer, per_10k_women numeric, unknown_women bigint, unknown_men bigint, coverage text
-- measures: sessions=outreach_sessions, attended_women=attendance on date of the event,
--   attended_men=attendance on date of the event, women=none, census_year=none, per_10k_women=outreach_per_10k_women,
--   unknown_women=session on date of the event, unknown_men=session on date of the event
-- locks: none
-- covers: outreach; days $2 to $3
-- row: district = c.district
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text))
--   and c.held_on between pg_catalog.date_trunc('month', $2::date::timestamp)::date and (pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1
-- trace: sessions, attended_women, attended_men, unknown_women, unknown_men = outreach_day.*
-- trace: per_10k_women of outreach_day.attended_women
-- trace: women said "census population of the boundary of the period, sql/reference/population.csv"
--
-- Counting unit: sessions and attendances; attendances are not people. Basis: day of the session, from the first day of the month of
-- from to the last of that of to; not per year. unknown_women are sessions without a number of women: where no session has one,
-- attended_women is null, never zero. women is null where no census knows the boundary of the period.
-- Null where no day of the period is covered; the rate, too, where not all are.
with period as (
	select pg_catalog.date_trunc('month', $2::date::timestamp)::date as first,
		(pg_catalog.date_trunc('month', $3::date::timestamp) + interval '1 month')::date - 1 as last
), n as (
	select c.district, sum(c.sessions) as sessions, sum(c.attended_women) as women, sum(c.attended_men) as men,
		sum(c.unknown_women) as unknown_women, sum(c.unknown_men) as unknown_men
	from report.outreach_day c cross join period p
	where c.held_on between p.first and p.last
	group by c.district
)
select d.code as district, d.name_en, d.name_ur, report.known(c.state, n.sessions) as sessions,
	case when c.state in ('covered', 'partial') then k.women end as attended_women,
	case when c.state in ('covered', 'partial') then k.men end as attended_men, w.women, w.census_year,
	case when c.state = 'covered' then pg_catalog.round(k.women * 10000 / w.women::numeric, 4) end as per_10k_women,
	report.known(c.state, n.unknown_women) as unknown_women, report.known(c.state, n.unknown_men) as unknown_men, c.state as coverage
from ref.district d
cross join period p
join report.states($1::text, 'outreach', p.first, p.last) c on c.district = d.code
left join n on n.district = d.code
cross join lateral (select
	case when n.sessions > 0 and n.unknown_women = n.sessions then null else coalesce(n.women, 0)::bigint end as women,
	case when n.sessions > 0 and n.unknown_men = n.sessions then null else coalesce(n.men, 0)::bigint end as men) k
left join lateral report.population_of(d.code, p.first, p.last) w on true
where d.jurisdiction = $1::text and (n.district is not null
	or (coalesce(d.valid_from, '-infinity'::date) <= p.last and coalesce(d.valid_to, 'infinity'::date) >= p.first))
order by d.name_en collate "C", d.code collate "C"
