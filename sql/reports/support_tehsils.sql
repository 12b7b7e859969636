-- purpose: sessions of a quarter in each tehsil of a district, and in the places that the list of tehsils does not know
-- grain: one row per listed tehsil, then one per unlisted place as it is written; of all districts the unlisted places only
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: key text, district_en text, district_ur text, name_en text, name_ur text, listed boolean, verified boolean, sessions bigint,
--   attended_women bigint, last_held_on date, coverage text
-- measures: sessions=outreach_sessions, attended_women=outreach_attendances
-- locks: none
-- covers: outreach; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: sessions = outreach_tehsil_day.sessions where ($2::text <> 'all' or
--   report.tehsil_of(c.district, nullif(c.tehsil, ''), ($3::date + interval '3 months')::date - 1) is null) and
--   c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: attended_women = outreach_tehsil_day.attended_women where ($2::text <> 'all' or
--   report.tehsil_of(c.district, nullif(c.tehsil, ''), ($3::date + interval '3 months')::date - 1) is null) and
--   c.held_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- row: key = c.district || ' ' || coalesce(report.tehsil_of(c.district, nullif(c.tehsil, ''), ($3::date + interval '3 months')::date - 1),
--   ': ' || c.tehsil)
--
-- Counting unit: sessions; attendances, which are not people. last_held_on: the last session there up to the end of the quarter, as
-- far back as the records go; null where there never was one.
with quarter as (
	select $3::date as first, ($3::date + interval '3 months')::date - 1 as last
), held as (
	select c.district, c.tehsil, max(c.held_on) as last_held_on,
		coalesce(sum(c.sessions) filter (where c.held_on >= q.first), 0) as sessions,
		coalesce(sum(c.attended_women) filter (where c.held_on >= q.first), 0) as women,
		coalesce(sum(c.unknown_women) filter (where c.held_on >= q.first), 0) as unknown_women
	from report.outreach_tehsil_day c
	join ref.district d on d.code = c.district and d.jurisdiction = $1::text
	cross join quarter q
	where $2::text in ('all', c.district) and c.sessions > 0 and c.held_on <= q.last
	group by c.district, c.tehsil
), found as (
	select h.*, case when h.tehsil <> '' then report.tehsil_of(h.district, h.tehsil, q.last) end as code from held h cross join quarter q
), place as (
	select t.district, t.district || ' ' || t.code as key, t.name_en, t.name_ur, true as listed, t.verified, coalesce(sum(f.sessions), 0) as sessions,
		coalesce(sum(f.women), 0) as women, coalesce(sum(f.unknown_women), 0) as unknown_women, max(f.last_held_on) as last_held_on
	from ref.tehsil t cross join quarter q
	left join found f on f.district = t.district and f.code = t.code
	where t.jurisdiction = $1::text and t.district = $2::text
		and coalesce(t.valid_from, '-infinity') <= q.last and coalesce(t.valid_to, 'infinity') >= q.last
	group by t.district, t.code, t.name_en, t.name_ur, t.verified
	union all
	select f.district, f.district || ' : ' || f.tehsil, case when f.tehsil = '' then 'Not recorded' else f.tehsil end,
		case when f.tehsil = '' then 'درج نہیں' else f.tehsil end, false, false, sum(f.sessions), sum(f.women), sum(f.unknown_women),
		max(f.last_held_on)
	from found f
	where f.code is null
	group by f.district, f.tehsil
	having sum(f.sessions) > 0
)
select p.key, d.name_en as district_en, d.name_ur as district_ur, p.name_en, p.name_ur, p.listed, p.verified,
	report.known(k.state, p.sessions) as sessions,
	case when p.sessions = 0 or p.unknown_women < p.sessions then report.known(k.state, p.women) end as attended_women,
	p.last_held_on, k.state as coverage
from place p
join ref.district d on d.code = p.district
cross join quarter q
join report.states($1::text, 'outreach', $3::date, ($3::date + interval '3 months')::date - 1) k on k.district = p.district
order by not p.listed, d.name_en collate "C", p.name_en collate "C"
