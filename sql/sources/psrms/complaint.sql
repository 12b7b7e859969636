-- purpose: complaints to the VWPS and the helplines
-- grain: one row per complaint
-- parameters: none
-- returns: row_id bigint, complaint_key text, received_at timestamp with time zone, channel text, district text, kind text,
--   responded_at timestamp with time zone, disposal text, disposed_on date, case_key text, satisfaction integer,
--   feedback text
-- locks: none
--
-- 99 in the satisfaction is the survey's code of who was asked and did not want to answer; nobody was asked where it is empty.
select
	c.complaint_id as row_id,
	c.complaint_id::text as complaint_key,
	c.received_at,
	coalesce(w.code, c.channel) as channel,
	c.district,
	c.kind,
	c.responded_at,
	c.disposal,
	c.disposed_on,
	ps.code || '/' || f.year || '/' || ltrim(split_part(f.fir_no, '/', 1), '0') as case_key,
	nullif(c.satisfaction, 99) as satisfaction,
	case when c.satisfaction between 1 and 5 then 'answered' when c.satisfaction = 99 then 'refused'
		when c.satisfaction is null then 'not_asked' end as feedback
from psrms.vwps_complaints as c
left join psrms.firs as f using (fir_id)
left join psrms.police_stations as ps using (ps_id)
left join (values ('PS', 'station'), ('VWPS', 'vwps'), ('15', 'helpline_15'), ('1787', 'helpline_1787'), ('APP', 'app'),
	('COURT', 'court')) as w (word, code) on w.word = c.channel
