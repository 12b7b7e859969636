-- purpose: referrals of complainants to partners
-- grain: one row per referral
-- parameters: none
-- returns: row_id bigint, referral_key text, complaint_key text, case_key text, district text, partner text, service text,
--   referred_on date, accepted_on date, first_served_on date, closed_on date
-- locks: none
select
	r.referral_id as row_id,
	r.referral_id::text as referral_key,
	r.complaint_id::text as complaint_key,
	ps.code || '/' || f.year || '/' || ltrim(split_part(f.fir_no, '/', 1), '0') as case_key,
	c.district,
	r.partner,
	r.service,
	r.referred_on,
	r.accepted_on,
	r.first_served_on,
	r.closed_on
from psrms.referrals as r
join psrms.vwps_complaints as c using (complaint_id)
left join psrms.firs as f using (fir_id)
left join psrms.police_stations as ps using (ps_id)
