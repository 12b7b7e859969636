-- purpose: the accused of the FIRs, with the dates of their first arrest and first challan
-- grain: one row per accused and FIR
-- parameters: none
-- returns: row_id bigint, case_key text, accused_key text, sex text, age_band text, status text, arrested_on date, challaned_on date
-- locks: none
select
	a.accused_id as row_id,
	ps.code || '/' || f.year || '/' || ltrim(split_part(f.fir_no, '/', 1), '0') as case_key,
	a.accused_id::text as accused_key,
	case a.sex when 'F' then 'female' when 'M' then 'male' end as sex,
	case when a.age < 18 then '0-17' when a.age < 30 then '18-29' when a.age < 45 then '30-44' when a.age < 60 then '45-59'
		when a.age is not null then '60+' end as age_band,
	coalesce(st.code, a.status) as status,
	(select min(r.arrested_on) from psrms.arrests as r where r.accused_id = a.accused_id) as arrested_on,
	(select min(h.submitted_on) from psrms.challans as h where h.accused_id = a.accused_id) as challaned_on
from psrms.accused_persons as a
join psrms.firs as f using (fir_id)
join psrms.police_stations as ps using (ps_id)
left join (values ('Nominated', 'NOMINATED'), ('Arrested', 'ARRESTED'), ('Interim Bail', 'INTERIM_BAIL'), ('Innocent', 'INNOCENT'),
	('Convicted', 'CONVICTED'), ('P.O.', 'PO'), ('Unknown', 'UNKNOWN'), ('Judicial', 'JUDICIAL'), ('Bail', 'BAIL'), ('Died', 'DIED'),
	('Acquitted', 'ACQUITTED'), ('Discharged', 'DISCHARGED')) as st (word, code) on st.word = a.status
