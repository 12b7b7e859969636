-- purpose: what the outcome of a charge looks like if this run is applied
-- grain: one row per staged outcome of a case that is a fact
-- place: 3
-- keys: case_key, accused_key, outcome_key
-- day: registered_on
-- landed: (select c.registered_on from fact."case" c where c.case_key = w.case_key)
-- district: none
-- inherits: district, station, registered_on, category, channel from case
-- event: outcome on decided_on
-- parameters: none
-- returns: case_key uuid, accused_key uuid, outcome_key uuid, source text, district text, registered_on date, category text, court text, decided_on date, outcome text, outcome_class text, sentence_kind text, sentence_months integer, fine bigint, appeal text, feed_hash uuid
-- locks: none
select s.case_key, s.accused_key, s.outcome_key, s.source, c.district, c.registered_on, c.category,
	s.court, s.decided_on, s.outcome, r.class as outcome_class, s.sentence_kind, s.sentence_months, s.fine, s.appeal, s.feed_hash
from stage.outcome s
join fact."case" c on c.case_key = s.case_key
join ref.court_outcome r on r.code = s.outcome
