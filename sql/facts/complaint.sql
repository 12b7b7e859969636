-- purpose: what a complaint looks like if this run is applied
-- grain: one row per staged row
-- place: 4
-- keys: complaint_key
-- day: received_on
-- landed: (w.received_at at time zone g.timezone)::date
-- record: @.district; @.received_at; coalesce(@.channel, 'station'); coalesce(@.kind, 'other')
-- tells: (s.received_at at time zone g.timezone)::time <> '00:00'
-- figure: complaints_received by channel on received_on
-- event: complaint on received_on
-- parameters: none
-- returns: complaint_key uuid, source text, district text, received_at timestamp with time zone, received_on date, channel text, kind text, responded_at timestamp with time zone, disposal text, disposed_on date, case_key uuid, satisfaction integer, received_hour integer, feedback text, feed_hash uuid
-- locks: none
select s.complaint_key, s.source, s.district, s.received_at, s.received_on,
	coalesce(s.channel, 'station') as channel, coalesce(s.kind, 'other') as kind, s.responded_at,
	coalesce(s.disposal, 'open') as disposal, s.disposed_on, s.case_key, s.satisfaction,
	extract(hour from s.received_at at time zone s.timezone)::integer as received_hour, s.feedback, s.feed_hash
from engine.checked_complaint s
