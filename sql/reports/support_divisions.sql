-- purpose: outreach of a quarter in each division: sessions, tehsils reached, and the names of those that had no session
-- grain: one row per division, by name
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: division_en text, division_ur text, sessions bigint, tehsils bigint, tehsils_reached bigint, tehsils_missed bigint, missed_en text,
--   missed_ur text, coverage text
-- measures: sessions=outreach_sessions, tehsils=tehsils_listed, tehsils_reached=tehsils_reached, tehsils_missed=tehsils_missed
-- locks: none
-- covers: outreach; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: sessions = outreach_tehsil_day.sessions where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: tehsils_reached, tehsils_missed of outreach_tehsil_day.sessions where c.held_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: tehsils said "list of tehsils, sql/reference/tehsil.csv"
-- row: division_en = (select d.division from ref.district d where d.code = c.district and d.jurisdiction = $1::text)
--
-- Counting unit and basis as in support_reach. Of a division of which some districts are not reported the counts are those of the
-- others (coverage partial), and names of their tehsils are not among the missed ones.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), held as (
	select c.district, c.tehsil, sum(c.sessions) as sessions
	from report.outreach_tehsil_day c cross join quarter q
	where $2::text in ('all', c.district) and c.held_on between q.first and q.last
	group by c.district, c.tehsil
), found as (
	select h.*, case when h.tehsil <> '' then report.tehsil_of(h.district, h.tehsil, q.last) end as code from held h cross join quarter q
), place as (
	select d.code, d.name_en, d.name_ur, d.division, k.state, k.state in ('covered', 'partial') as is_there
	from ref.district d
	cross join quarter q
	join report.states($1::text, 'outreach', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = d.code
	where d.jurisdiction = $1::text and $2::text in ('all', d.code)
		and coalesce(d.valid_from, '-infinity'::date) <= q.last and coalesce(d.valid_to, 'infinity'::date) >= q.first
), listed as (
	select t.district, pg_catalog.count(*) as tehsils, pg_catalog.count(*) filter (where r.there) as reached,
		pg_catalog.string_agg(t.name_en, ', ' order by t.name_en collate "C") filter (where not r.there) as missed_en,
		pg_catalog.string_agg(t.name_ur, '، ' order by t.name_en collate "C") filter (where not r.there) as missed_ur
	from ref.tehsil t cross join quarter q
	cross join lateral (select exists (select from found f where f.district = t.district and f.code = t.code and f.sessions > 0) as there) r
	where coalesce(t.valid_from, '-infinity') <= q.last and coalesce(t.valid_to, 'infinity') >= q.last
	group by t.district
), n as (
	select p.*, l.tehsils, l.reached, l.missed_en, l.missed_ur,
		(select coalesce(sum(f.sessions), 0) from found f where f.district = p.code) as sessions
	from place p left join listed l on l.district = p.code
)
select n.division as division_en,
	coalesce((select min(d.name_ur) from ref.district d where d.name_en = n.division and d.jurisdiction = $1::text), n.division) as division_ur,
	(sum(n.sessions) filter (where n.is_there))::bigint as sessions, coalesce(sum(n.tehsils), 0)::bigint as tehsils,
	(sum(n.reached) filter (where n.is_there))::bigint as tehsils_reached,
	(sum(n.tehsils - n.reached) filter (where n.is_there))::bigint as tehsils_missed,
	pg_catalog.string_agg(n.name_en || ': ' || n.missed_en, '; ' order by n.name_en collate "C") filter (where n.is_there) as missed_en,
	pg_catalog.string_agg(n.name_ur || ': ' || n.missed_ur, '؛ ' order by n.name_en collate "C") filter (where n.is_there) as missed_ur,
	case when bool_and(n.state = 'covered') then 'covered' when bool_or(n.is_there) then 'partial' else min(n.state) end as coverage
from n
group by n.division
order by n.division collate "C"
