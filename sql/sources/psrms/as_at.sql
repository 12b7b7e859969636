-- purpose: the moment up to which the records are known: the latest entry of any kind
-- grain: one row
-- parameters: none
-- returns: as_at timestamp with time zone
-- locks: none
select greatest(
	(select max(entered_at) from psrms.firs),
	(select max(entered_at) from psrms.accused_persons),
	(select max(entered_at) from psrms.arrests),
	(select max(entered_at) from psrms.challans),
	(select max(entered_at) from psrms.court_outcomes),
	(select max(entered_at) from psrms.vwps_complaints),
	(select max(entered_at) from psrms.outreach_events),
	(select max(entered_at) from psrms.referrals),
	(select max(entered_at) from psrms.trainings)) as as_at
