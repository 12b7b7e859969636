-- purpose: what a completed training looks like if this run is applied
-- grain: one row per staged row
-- place: 7
-- keys: training_key
-- day: completed_on
-- event: training on completed_on
-- parameters: none
-- returns: training_key uuid, source text, district text, officer_key uuid, unit text, course text, completed_on date, station text, feed_hash uuid
-- locks: none
select s.training_key, s.source, s.district, s.officer_key, s.unit, s.course, s.completed_on, s.station, s.feed_hash
from stage.training s
