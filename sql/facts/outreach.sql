-- purpose: what a session of outreach looks like if this run is applied
-- grain: one row per staged row
-- place: 5
-- keys: outreach_key
-- day: held_on
-- record: @.district; @.held_on; coalesce(@.tehsil, ''); coalesce(@.kind, 'other'); coalesce(@.topic, ''); coalesce(@.audience, '');
--   coalesce(@.attended_women, 0); coalesce(@.attended_men, 0); coalesce(@.partner, '')
-- tells: coalesce(s.attended_women, 0) + coalesce(s.attended_men, 0) > 0
-- figure: outreach_sessions by kind on held_on
-- event: outreach on held_on
-- parameters: none
-- returns: outreach_key uuid, source text, district text, held_on date, tehsil text, kind text, topic text, audience text, attended_women integer, attended_men integer, partner text, feed_hash uuid
-- locks: none
select s.outreach_key, s.source, s.district, s.held_on, s.tehsil, coalesce(s.kind, 'other') as kind, s.topic, s.audience,
	s.attended_women, s.attended_men, s.partner, s.feed_hash
from stage.outreach s
