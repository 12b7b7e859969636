-- kind: script
-- purpose: watches the tables of the police station record system for the source kit, after sql/sources/kit/ledger.sql
-- locks: each watched table against writers until the commit
--
-- Row ids and keys are those of the mapping's SELECTs beside this file. A table is watched for every feed whose row
-- its change can alter: a station's code stands in the key of all its FIRs, and these in the keys of their accused.

-- case_key of a FIR, as the mapping has it
create or replace function shumar_kit.psrms_case_key(code text, year integer, fir_no text) returns text
language sql immutable as $$
	select code || '/' || year || '/' || ltrim(split_part(fir_no, '/', 1), '0')
$$;

-- the notes look these up
create index if not exists shumar_stations_code on psrms.police_stations (code);
create index if not exists shumar_firs_number on psrms.firs (ps_id, year, ltrim(split_part(fir_no, '/', 1), '0'));
create index if not exists shumar_complaints_fir on psrms.vwps_complaints (fir_id);
create index if not exists shumar_referrals_complaint on psrms.referrals (complaint_id);
create index if not exists shumar_officers_station on psrms.officers (ps_id);
create index if not exists shumar_trainings_officer on psrms.trainings (officer_id);

-- The FIRs that bear a number now. Numbers are typed by hand, so two can bear the same: whenever a number is noted,
-- all of them are, so that it is not taken for gone, nor for one FIR's alone.
create or replace function shumar_kit.psrms_cases(code text, year integer, fir_no text) returns table (row_id text, keys text[])
language sql stable as $$
	select f.fir_id::text, array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no)]
	from psrms.police_stations as ps
	join psrms.firs as f using (ps_id)
	where ps.code = $1 and f.year = $2 and ltrim(split_part(f.fir_no, '/', 1), '0') = ltrim(split_part($3, '/', 1), '0')
$$;

select shumar_kit.watch('psrms.firs', '{case,accused,outcome,complaint,referral}',
	'{fir_id,ps_id,year,fir_no,registered_at,occurred_on,sections,honour,domestic,relation,channel,status,status_on}', $notes$
	select 'case', c.fir_id::text, array[shumar_kit.psrms_case_key(ps.code, c.year, c.fir_no)]
	from changed as c
	left join psrms.police_stations as ps using (ps_id)
	union all
	select 'case', o.row_id, o.keys
	from changed as c
	join psrms.police_stations as ps using (ps_id)
	cross join lateral shumar_kit.psrms_cases(ps.code, c.year, c.fir_no) as o
	$notes$,
	'{accused,outcome}', '{fir_id,ps_id,year,fir_no}', $notes$
	select 'accused', a.accused_id::text, array[shumar_kit.psrms_case_key(ps.code, m.year, m.fir_no), a.accused_id::text]
	from moved as m
	join psrms.accused_persons as a using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	union all
	select 'outcome', o.outcome_id::text,
		array[shumar_kit.psrms_case_key(ps.code, m.year, m.fir_no), o.accused_id::text, o.outcome_id::text]
	from moved as m
	join psrms.accused_persons as a using (fir_id)
	join psrms.court_outcomes as o using (accused_id)
	left join psrms.police_stations as ps using (ps_id)
	union all
	select 'complaint', v.complaint_id::text, array[v.complaint_id::text]
	from moved as m
	join psrms.vwps_complaints as v using (fir_id)
	union all
	select 'referral', r.referral_id::text, array[r.referral_id::text]
	from moved as m
	join psrms.vwps_complaints as v using (fir_id)
	join psrms.referrals as r using (complaint_id)
	$notes$);

select shumar_kit.watch('psrms.victims', '{case}', '{victim_id,fir_id,age}', $notes$
	select 'case', o.row_id, o.keys
	from (select distinct c.fir_id from changed as c) as c
	join psrms.firs as f using (fir_id)
	join psrms.police_stations as ps using (ps_id)
	cross join lateral shumar_kit.psrms_cases(ps.code, f.year, f.fir_no) as o
	$notes$);

-- The FIRs of another station that has the code are noted too.
select shumar_kit.watch('psrms.police_stations', '{case,accused,outcome,complaint,referral,training}',
	'{ps_id,code,station_name,district}', $notes$
	select 'case', f.fir_id::text, array[shumar_kit.psrms_case_key(c.code, f.year, f.fir_no)]
	from changed as c
	join psrms.firs as f using (ps_id)
	union all
	select 'case', f.fir_id::text, array[shumar_kit.psrms_case_key(c.code, f.year, f.fir_no)]
	from changed as c
	join psrms.police_stations as ps on ps.code = c.code and ps.ps_id <> c.ps_id
	join psrms.firs as f on f.ps_id = ps.ps_id
	union all
	select 'training', t.training_id::text, array[t.training_id::text]
	from changed as c
	join psrms.officers as o using (ps_id)
	join psrms.trainings as t using (officer_id)
	$notes$,
	'{case,accused,outcome}', '{ps_id,code}', $notes$
	select 'accused', a.accused_id::text, array[shumar_kit.psrms_case_key(m.code, f.year, f.fir_no), a.accused_id::text]
	from moved as m
	join psrms.firs as f using (ps_id)
	join psrms.accused_persons as a using (fir_id)
	union all
	select 'outcome', o.outcome_id::text,
		array[shumar_kit.psrms_case_key(m.code, f.year, f.fir_no), o.accused_id::text, o.outcome_id::text]
	from moved as m
	join psrms.firs as f using (ps_id)
	join psrms.accused_persons as a using (fir_id)
	join psrms.court_outcomes as o using (accused_id)
	union all
	select 'complaint', v.complaint_id::text, array[v.complaint_id::text]
	from moved as m
	join psrms.firs as f using (ps_id)
	join psrms.vwps_complaints as v using (fir_id)
	union all
	select 'referral', r.referral_id::text, array[r.referral_id::text]
	from moved as m
	join psrms.firs as f using (ps_id)
	join psrms.vwps_complaints as v using (fir_id)
	join psrms.referrals as r using (complaint_id)
	$notes$);

select shumar_kit.watch('psrms.accused_persons', '{accused,outcome}', '{accused_id,fir_id,sex,age,status}', $notes$
	select 'accused', c.accused_id::text, array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no), c.accused_id::text]
	from changed as c
	left join psrms.firs as f using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	$notes$,
	'{outcome}', '{accused_id,fir_id}', $notes$
	select 'outcome', o.outcome_id::text,
		array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no), o.accused_id::text, o.outcome_id::text]
	from moved as m
	join psrms.court_outcomes as o using (accused_id)
	left join psrms.firs as f using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	$notes$);

-- An arrest or challan alters its accused's row; when that is gone, its own notes say so.
select shumar_kit.watch('psrms.arrests', '{accused}', '{arrest_id,accused_id,arrested_on}', $notes$
	select 'accused', a.accused_id::text, array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no), a.accused_id::text]
	from (select distinct c.accused_id from changed as c) as c
	join psrms.accused_persons as a using (accused_id)
	left join psrms.firs as f using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	$notes$);
select shumar_kit.watch('psrms.challans', '{accused}', '{challan_id,accused_id,submitted_on}', $notes$
	select 'accused', a.accused_id::text, array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no), a.accused_id::text]
	from (select distinct c.accused_id from changed as c) as c
	join psrms.accused_persons as a using (accused_id)
	left join psrms.firs as f using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	$notes$);

select shumar_kit.watch('psrms.court_outcomes', '{outcome}',
	'{outcome_id,accused_id,court,decided_on,outcome,sentence_kind,sentence_months,fine,appeal}', $notes$
	select 'outcome', c.outcome_id::text,
		array[shumar_kit.psrms_case_key(ps.code, f.year, f.fir_no), c.accused_id::text, c.outcome_id::text]
	from changed as c
	left join psrms.accused_persons as a using (accused_id)
	left join psrms.firs as f using (fir_id)
	left join psrms.police_stations as ps using (ps_id)
	$notes$);

select shumar_kit.watch('psrms.vwps_complaints', '{complaint,referral}',
	'{complaint_id,received_at,channel,district,kind,responded_at,disposal,disposed_on,fir_id,satisfaction}', $notes$
	select 'complaint', c.complaint_id::text, array[c.complaint_id::text]
	from changed as c
	union all
	select 'referral', r.referral_id::text, array[r.referral_id::text]
	from changed as c
	join psrms.referrals as r using (complaint_id)
	$notes$);

select shumar_kit.watch('psrms.referrals', '{referral}',
	'{referral_id,complaint_id,partner,service,referred_on,accepted_on,first_served_on,closed_on}', $notes$
	select 'referral', c.referral_id::text, array[c.referral_id::text] from changed as c
	$notes$);

select shumar_kit.watch('psrms.outreach_events', '{outreach}',
	'{event_id,held_on,district,tehsil,kind,topic,audience,attended_women,attended_men,partner}', $notes$
	select 'outreach', c.event_id::text, array[c.event_id::text] from changed as c
	$notes$);

select shumar_kit.watch('psrms.trainings', '{training}', '{training_id,officer_id,course,completed_on}', $notes$
	select 'training', c.training_id::text, array[c.training_id::text] from changed as c
	$notes$);

select shumar_kit.watch('psrms.officers', '{training}', '{officer_id,ps_id,unit}', $notes$
	select 'training', t.training_id::text, array[t.training_id::text]
	from changed as c
	join psrms.trainings as t using (officer_id)
	$notes$);

-- What readers may read: columns by name, and none that says who somebody is, whatever a mapping asks for. Rights on
-- whole tables, as they may have been given before, are taken back. A run refuses a role that may read more.
revoke all on all tables in schema psrms from shumar_reader;
grant usage on schema psrms to shumar_reader;
grant select (ps_id, code, station_name, district, opened_on)
	on psrms.police_stations to shumar_reader;
grant select (officer_id, ps_id, rank, unit)
	on psrms.officers to shumar_reader;
grant select (fir_id, ps_id, year, fir_no, registered_at, occurred_on, sections, honour, domestic, relation, channel, status, status_on, officer_id, entered_at)
	on psrms.firs to shumar_reader;
grant select (victim_id, fir_id, age)
	on psrms.victims to shumar_reader;
grant select (accused_id, fir_id, sex, age, status, entered_at)
	on psrms.accused_persons to shumar_reader;
grant select (arrest_id, accused_id, arrested_on, officer_id, entered_at)
	on psrms.arrests to shumar_reader;
grant select (bail_id, accused_id, kind, granted_on, ended_on, entered_at)
	on psrms.bails to shumar_reader;
grant select (challan_id, accused_id, kind, submitted_on, entered_at)
	on psrms.challans to shumar_reader;
grant select (outcome_id, accused_id, court, decided_on, outcome, sentence_kind, sentence_months, fine, appeal, entered_at)
	on psrms.court_outcomes to shumar_reader;
grant select (complaint_id, received_at, channel, district, kind, responded_at, disposal, disposed_on, fir_id, satisfaction, entered_at)
	on psrms.vwps_complaints to shumar_reader;
grant select (event_id, held_on, district, tehsil, kind, topic, audience, attended_women, attended_men, partner, entered_at)
	on psrms.outreach_events to shumar_reader;
grant select (referral_id, complaint_id, partner, service, referred_on, accepted_on, first_served_on, closed_on, entered_at)
	on psrms.referrals to shumar_reader;
grant select (training_id, officer_id, course, completed_on, entered_at)
	on psrms.trainings to shumar_reader;
