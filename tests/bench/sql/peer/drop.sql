-- kind: script
-- purpose: the unlogged table into which \copy, pgloader and pandas load the clean CSV
-- locks: new objects only
create schema peer;
create unlogged table peer.cases (
	case_id text, district text, station text, fir_year integer, fir_number text, registered_at timestamp without time zone,
	occurred_on date, sections text, honour boolean, domestic boolean, channel text, status text, status_on date, victims integer,
	victim_age_band text, relation text
);
