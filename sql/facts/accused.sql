-- purpose: what an accused person of a case looks like if this run is applied
-- grain: one row per staged accused of a case that is a fact
-- place: 2
-- keys: case_key, accused_key
-- day: registered_on
-- landed: (select c.registered_on from fact."case" c where c.case_key = w.case_key)
-- district: none
-- inherits: district, station, registered_on, category, channel from case
-- inherits: decided_on, outcome, outcome_class, sentence_kind, sentence_months from outcome
-- event: arrest on arrested_on
-- event: challan on challaned_on
-- parameters: none
-- returns: case_key uuid, accused_key uuid, source text, district text, station text, registered_on date, category text, channel text, sex text, age_band text, status text, arrested_on date, challaned_on date, decided_on date, outcome text, outcome_class text, sentence_kind text, sentence_months integer, feed_hash uuid
-- locks: none
--
-- Made after the outcomes: the one that decides for an accused is a guilty charge before an acquitted one, then the earliest.
select s.case_key, s.accused_key, s.source, c.district, c.station, c.registered_on, c.category, c.channel,
	s.sex, s.age_band, coalesce(s.status, 'NOMINATED') as status, s.arrested_on, s.challaned_on,
	o.decided_on, o.outcome, o.outcome_class, o.sentence_kind, o.sentence_months, s.feed_hash
from stage.accused s
join fact."case" c on c.case_key = s.case_key
left join (
	select distinct on (f.case_key, f.accused_key) f.case_key, f.accused_key, f.decided_on, f.outcome, f.outcome_class,
		f.sentence_kind, f.sentence_months
	from stage.accused a
	join fact.outcome f on f.case_key = a.case_key and f.accused_key = a.accused_key
	join ref.court_outcome r on r.code = f.outcome
	where r.final
	order by f.case_key, f.accused_key, r.rank, f.decided_on, f.outcome_key
) o on o.case_key = s.case_key and o.accused_key = s.accused_key
