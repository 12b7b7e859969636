-- purpose: workshops, seminars and other events
-- grain: one row per event
-- parameters: none
-- returns: row_id bigint, outreach_key text, held_on date, district text, tehsil text, kind text, topic text, audience text,
--   attended_women integer, attended_men integer, partner text
-- locks: none
select
	e.event_id as row_id,
	e.event_id::text as outreach_key,
	e.held_on,
	e.district,
	e.tehsil,
	e.kind,
	e.topic,
	e.audience,
	e.attended_women,
	e.attended_men,
	e.partner
from psrms.outreach_events as e
