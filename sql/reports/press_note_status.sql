-- purpose: accused persons of VWPS cases by present status; the four statuses of the note always, others where there are any
-- grain: one row per status
-- parameters: $1 district text, $2 from date, $3 to date
-- returns: status_en text, status_ur text, accused bigint
-- measures: accused=accused_named
-- locks: none
-- covers: accused; district $1; days $2 to $3
-- row: status_en = (select s.name_en from ref.accused_status s where s.code = c.status)
-- trace: accused = accused_day.accused where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
with counted as (
	select c.status as code, sum(c.accused)::bigint as accused
	from report.accused_day c
	where c.district = $1::text and c.channel = 'vwps' and c.registered_on between $2::date and $3::date
	group by c.status
), cover as (
	select s.state from ref.district d cross join report.states(d.jurisdiction, 'accused', $2::date, $3::date) s
	where d.code = $1::text and s.district = d.code
)
select s.name_en as status_en, coalesce(nullif(s.name_ur, ''), s.name_en) as status_ur, report.known(k.state, n.accused) as accused
from ref.accused_status s
	cross join cover k
	left join counted n on n.code = s.code
where s.code in ('ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED') or n.accused > 0
order by pg_catalog.array_position(array['ARRESTED', 'INTERIM_BAIL', 'INNOCENT', 'CONVICTED'], s.code) nulls last,
	n.accused desc, s.code collate "C"
