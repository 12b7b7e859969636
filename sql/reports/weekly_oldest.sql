-- purpose: the ten cases of a district that are past day 17 for longest at the end of one week, and what is due in them
-- grain: one row per case, the oldest first
-- parameters: $1 district text, $2 week date, $3 as_at date
-- returns: station_en text, station_ur text, fir text, days integer, stage_en text, stage_ur text, due_en text, due_ur text
-- measures: days=day on date of registration of the case
-- rows: case-level
-- locks: none
-- covers: case; district $1; week $2
-- trace: days of fact case where f.district = $1::text and f.station = @station@ and f.fir_number || '/' || f.fir_year = @fir@
--
-- Keys of cases, for internal papers only. No row where overdue of weekly_head is null. stage: as of the end of the week, that is of the
-- status whose day had come; due: the challan; interim bail where an accused person is on it by present status;
-- the statement under s.164 CrPC and the medical examination where the offence needs them (ref.offence_step), the source records them,
-- and the case had none by the end of the week.
with cover as (
	select c.whole, pg_catalog.upper(c.whole * pg_catalog.datemultirange(pg_catalog.daterange($2::date, $2::date + 6, '[]'))) - 1 as covered_to
	from report.covered c
	where c.district = $1::text and c.feed = 'case'
), unsure as (
	select coalesce(sum(c.unsure - c.settled), 0) as cases, coalesce(sum(c.undated), 0) as undated
	from cover k left join report.overdue_day c on c.district = $1::text and c.on_day <= k.covered_to
)
select f.station as station_en, report.station_ur($1::text, f.station) as station_ur, f.fir_number || '/' || f.fir_year as fir, k.covered_to - f.registered_on as days,
	s.name_en as stage_en, s.name_ur as stage_ur,
	pg_catalog.concat_ws('; ', 'challan', case when f.on_bail > 0 then 'interim bail' end,
		case when f.needs_statement and coalesce(f.statement_164_on > k.covered_to, true) then 's.164 statement' end,
		case when f.needs_medical and coalesce(f.medical_on > k.covered_to, true) then 'medical' end) as due_en,
	pg_catalog.concat_ws('؛ ', 'چالان', case when f.on_bail > 0 then 'عبوری ضمانت' end,
		case when f.needs_statement and coalesce(f.statement_164_on > k.covered_to, true) then 'دفعہ 164 کا بیان' end,
		case when f.needs_medical and coalesce(f.medical_on > k.covered_to, true) then 'طبی معائنہ' end) as due_ur
from report.overdue_case f
cross join cover k
cross join unsure u
left join ref.case_status s on s.code = case when f.status_on > k.covered_to or f.status not in ('FIR', 'UNDERINV')
	then 'UNDERINV' else f.status end
where f.district = $1::text and f.overdue_on <= k.covered_to and coalesce(f.left_on > k.covered_to, true)
	and u.cases = 0 and (u.undated = 0 or k.covered_to >= $3::date) and k.whole @> (k.covered_to - 18)
order by f.registered_on, f.station collate "C", f.fir_year, pg_catalog.lpad(f.fir_number, 20, '0') collate "C"
limit 10
