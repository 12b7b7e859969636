-- purpose: participants of the cases with their milestones
-- grain: one row per case and participant
-- parameters: none
-- returns: origin text, case_key text, accused_key text, sex text, age_band text, status text, arrested_on date,
--   challaned_on date
-- locks: none
with charged as (
	select n.case_participant_id, min(n.event_date) as first_event
	from raw.initiation as n
	group by n.case_participant_id
),
disposed as (
	select
		d.case_participant_id,
		bool_or(d.charge_disposition ~* '^(plea of|finding|verdict) guilty') as guilty,
		bool_or(d.charge_disposition in ('FNG', 'FNPC', 'Verdict-Not Guilty', 'FNG Reason Insanity')) as not_guilty,
		bool_or(d.charge_disposition = 'Death Suggested-Cause Abated') as died,
		bool_or(d.charge_disposition = 'BFW') as fled,
		bool_and(d.charge_disposition in ('Nolle Prosecution', 'Case Dismissed', 'Charge Rejected')) as dropped
	from raw.dispositions as d
	group by d.case_participant_id
)
select
	i.origin,
	i.case_id as case_key,
	i.case_participant_id as accused_key,
	case i.gender when 'Male' then 'male' when 'Female' then 'female' end as sex,
	case
		when i.age_at_incident < 18 then '0-17'
		when i.age_at_incident < 30 then '18-29'
		when i.age_at_incident < 45 then '30-44'
		when i.age_at_incident < 60 then '45-59'
		when i.age_at_incident <= 110 then '60+'
	end as age_band,
	case
		when disposed.guilty then 'CONVICTED'
		when disposed.not_guilty then 'ACQUITTED'
		when disposed.died then 'DIED'
		when disposed.fled then 'PO'
		when disposed.dropped then 'DISCHARGED'
		when i.arrest_date is not null then 'ARRESTED'
		else 'NOMINATED'
	end as status,
	i.arrest_date as arrested_on,
	charged.first_event as challaned_on
from raw.intake as i
left join charged using (case_participant_id)
left join disposed using (case_participant_id)
