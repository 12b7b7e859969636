-- purpose: cases that the state's attorney received, one for all its participants
-- grain: one row per case
-- parameters: none
-- returns: origin text, case_key text, district text, station text, fir_year integer, fir_number text,
--   registered_at timestamp with time zone, occurred_on date, sections text[], honour boolean, domestic boolean,
--   channel text, status text
-- locks: none
with charged as (
	select distinct n.case_participant_id from raw.initiation as n
),
disposed as (
	select distinct d.case_participant_id from raw.dispositions as d
)
select
	-- participants of one case stand in several lines: the case is told by the first in name order
	min(i.origin collate "C") as origin,
	i.case_id as case_key,
	'COOK' as district,
	coalesce(min(upper(i.law_enforcement_agency) collate "C"), 'UNKNOWN') as station,
	extract(year from min(i.received_date))::integer as fir_year,
	i.case_id as fir_number,
	min(i.received_date) at time zone 'America/Chicago' as registered_at,
	min(i.incident_begin_date) as occurred_on,
	'{}'::text[] as sections, -- Illinois statutes are not in the list of offences: category OTHER
	false as honour,
	false as domestic,
	'station' as channel,
	case
		when bool_or(disposed.case_participant_id is not null)
			and not bool_or(charged.case_participant_id is not null and disposed.case_participant_id is null)
			then 'DECIDED'
		when bool_or(charged.case_participant_id is not null or disposed.case_participant_id is not null)
			then 'UNDERTRIAL'
		when bool_or(i.participant_status = 'Continued Investigation') then 'UNDERINV'
		else 'FIR'
	end as status
from raw.intake as i
left join charged using (case_participant_id)
left join disposed using (case_participant_id)
group by i.case_id
