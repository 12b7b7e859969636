-- purpose: the moment up to which the records are known: the latest entry of any kind
-- grain: one row
-- parameters: $1 latest timestamp with time zone
-- returns: as_at timestamp with time zone
-- locks: none
select greatest(
	(select max(entered_at) from psrms.firs where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.accused_persons where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.arrests where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.challans where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.court_outcomes where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.vwps_complaints where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.outreach_events where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.referrals where entered_at <= $1::timestamptz),
	(select max(entered_at) from psrms.trainings where entered_at <= $1::timestamptz)) as as_at
