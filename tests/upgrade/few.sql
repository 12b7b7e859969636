-- purpose: leaves a few records of each kind in a demonstration's source, and nobody's name in them
-- locks: psrms.*
-- keys of other tables are seen to below, in whatever order
set session_replication_role = replica;
delete from psrms.firs f where f.fir_id % 8 <> 0;
delete from psrms.victims v where not exists (select from psrms.firs f where f.fir_id = v.fir_id);
delete from psrms.accused_persons a where not exists (select from psrms.firs f where f.fir_id = a.fir_id);
delete from psrms.arrests x where not exists (select from psrms.accused_persons a where a.accused_id = x.accused_id);
delete from psrms.bails x where not exists (select from psrms.accused_persons a where a.accused_id = x.accused_id);
delete from psrms.challans x where not exists (select from psrms.accused_persons a where a.accused_id = x.accused_id);
delete from psrms.court_outcomes x where not exists (select from psrms.accused_persons a where a.accused_id = x.accused_id);
delete from psrms.vwps_complaints c where c.complaint_id % 12 <> 0;
delete from psrms.referrals r where not exists (select from psrms.vwps_complaints c where c.complaint_id = r.complaint_id);
update psrms.vwps_complaints set fir_id = null, caller_name = '-', caller_phone = '-', caller_address = '-';
delete from psrms.outreach_events where event_id % 50 <> 0;
delete from psrms.trainings where training_id / 100 % 40 <> 0;
delete from psrms.officers o
	where not exists (select from psrms.trainings t where t.officer_id = o.officer_id)
	and not exists (select from psrms.firs f where f.officer_id = o.officer_id)
	and not exists (select from psrms.arrests x where x.officer_id = o.officer_id);
update psrms.officers set name = '-', phone = '-';
update psrms.police_stations set phone = '-';
update psrms.firs set complainant_name = '-', complainant_father = '-', complainant_cnic = null, complainant_phone = null,
	complainant_address = '-';
update psrms.victims set name = '-';
update psrms.accused_persons set name = '-', father_name = null, cnic = null, phone = null, address = null;
truncate demo.fir_draw, shumar_kit.ledger;
