-- purpose: outreach of a quarter by audience
-- grain: one row per audience with a session, most sessions first
-- parameters: $1 jurisdiction text, $2 district text, $3 quarter date
-- returns: code text, name_en text, name_ur text, sessions bigint, attended_women bigint, attended_men bigint
-- measures: sessions=outreach_sessions, attended_women=outreach_attendances, attended_men=outreach_attendances
-- locks: none
-- covers: outreach; district $2; quarter $3
-- within: c.district = any (array(select d.code from ref.district d where d.jurisdiction = $1::text and $2::text in ('all', d.code)))
-- trace: sessions = outreach_tehsil_day.sessions where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- trace: attended_women = outreach_tehsil_day.attended_women where c.held_on between $3::date and ($3::date + interval
--   '3 months')::date - 1
-- trace: attended_men = outreach_tehsil_day.attended_men where c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
-- row: code = c.audience
--
-- Counting unit: sessions; attendances, which are not people. Null where no session of the row has a number.
select c.audience as code, coalesce(v.name_en, case when c.audience = '' then 'Not recorded' else c.audience end) as name_en,
	coalesce(v.name_ur, case when c.audience = '' then 'درج نہیں' else c.audience end) as name_ur, sum(c.sessions)::bigint as sessions,
	case when sum(c.unknown_women) < sum(c.sessions) then sum(c.attended_women)::bigint end as attended_women,
	case when sum(c.unknown_men) < sum(c.sessions) then sum(c.attended_men)::bigint end as attended_men
from report.outreach_tehsil_day c
join ref.district d on d.code = c.district and d.jurisdiction = $1::text
left join ref.coded_value v on v.list = 'audience' and v.code = c.audience
where $2::text in ('all', c.district) and c.held_on between $3::date and ($3::date + interval '3 months')::date - 1
group by c.audience, v.name_en, v.name_ur
having sum(c.sessions) > 0
order by c.audience = '', sessions desc, c.audience collate "C"
