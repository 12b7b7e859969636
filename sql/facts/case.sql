-- purpose: what a case looks like if this run is applied
-- grain: one row per staged case
-- place: 1
-- keys: case_key
-- day: registered_on
-- landed: (w.registered_at at time zone g.timezone)::date
-- classified: category
-- record: @.district; @.fir_year; pg_catalog.upper(pg_catalog.btrim(@.fir_number)); engine.fold(@.station)
-- found: engine.stations_known() a on a.district = k.i1 and a.fold = k.i4
--   join fact."case" f on f.district = a.district and f.station = a.station and f.fir_year = k.i2
--   and pg_catalog.upper(pg_catalog.btrim(f.fir_number)) = k.i3
-- figure: cases_registered by category on registered_on
-- event: case on registered_on
-- parameters: none
-- returns: case_key uuid, source text, district text, station text, fir_year integer, fir_number text, registered_at timestamp with time zone, registered_on date, occurred_on date, sections text[], category text, honour boolean, domestic boolean, channel text, status text, status_on date, victims integer, victim_age_band text, relation text, statement_164_on date, medical_on date, feed_hash uuid
-- locks: none
select s.case_key, s.source, s.district, s.station, s.fir_year, s.fir_number, s.registered_at, s.registered_on, s.occurred_on,
	coalesce(s.sections, '{}') as sections, coalesce(m.category, 'OTHER') as category,
	coalesce(s.honour, false) as honour, coalesce(s.domestic, false) as domestic,
	coalesce(s.channel, 'station') as channel, coalesce(s.status, 'FIR') as status, s.status_on,
	s.victims, s.victim_age_band, s.relation, s.statement_164_on, s.medical_on, s.feed_hash
from engine.checked_case s
left join stage.meaning m on m.sections = coalesce(s.sections, '{}') and m.honour = coalesce(s.honour, false)
	and m.domestic = coalesce(s.domestic, false) and m.era = s.era
