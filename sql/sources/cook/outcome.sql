-- purpose: the courts' disposals, one per charge, with the sentence that stands
-- grain: one row per case, participant, charge and version of the charge
-- parameters: none
-- returns: origin text, case_key text, accused_key text, outcome_key text, court text, decided_on date, outcome text,
--   sentence_kind text, sentence_months integer
-- locks: none
with term as (
	select
		s.*,
		case
			when s.commitment_unit = 'Year(s)' then s.commitment_term * 12
			when s.commitment_unit = 'Months' then s.commitment_term
			when s.commitment_unit = 'Days' then s.commitment_term * 12 / 365.25
		end as months -- the unit 'Term' has no length
	from raw.sentencing as s
),
-- A charge can be sentenced more than once: the sentence in force counts, the longest of several.
sentence as (
	select distinct on (t.case_participant_id, t.charge_id, t.charge_version_id)
		t.case_participant_id, t.charge_id, t.charge_version_id, t.sentence_type, round(t.months)::integer as months
	from term as t
	order by t.case_participant_id, t.charge_id, t.charge_version_id, coalesce(t.current_sentence, false) desc,
		t.months desc nulls last, t.sentence_type collate "C"
)
select
	d.origin,
	d.case_id as case_key,
	d.case_participant_id as accused_key,
	d.charge_id || '/' || d.charge_version_id as outcome_key,
	d.court_name as court,
	-- One date is a century late and was rejected: the charge is then counted on its arraignment.
	coalesce(d.disposition_date, d.arraignment_date, d.received_date::date) as decided_on,
	case
		when d.charge_disposition ~* '^(plea of|finding|verdict) guilty - ' then 'CONVICTED_PART'
		when d.charge_disposition ~* '^(plea of|finding|verdict) guilty' then 'CONVICTED'
		when d.charge_disposition in ('FNG', 'FNPC', 'Verdict-Not Guilty', 'FNG Reason Insanity') then 'ACQUITTED'
		when d.charge_disposition = 'Nolle Prosecution' then 'NOLLE_PROSEQUI'
		when d.charge_disposition = 'Case Dismissed' then 'DISMISSED'
		when d.charge_disposition = 'Charge Rejected' then 'REJECTED'
		when d.charge_disposition = 'Superseded by Indictment' then 'SUPERSEDED'
		when d.charge_disposition = 'Transferred - Misd Crt' then 'TRANSFERRED'
		when d.charge_disposition = 'Death Suggested-Cause Abated' then 'ABATED'
		when d.charge_disposition = 'BFW' then 'BOND_FORFEITURE'
		else 'OTHER'
	end as outcome,
	case sentence.sentence_type
		when 'Prison' then 'prison'
		when 'Jail' then 'jail'
		when 'Probation' then 'probation'
		when '2nd Chance Probation' then 'probation'
		when 'Supervision' then 'supervision'
		when 'Conditional Discharge' then 'conditional discharge'
		else case when sentence.case_participant_id is not null then 'other' end
	end as sentence_kind,
	sentence.months as sentence_months
from raw.dispositions as d
left join sentence using (case_participant_id, charge_id, charge_version_id)
