-- kind: script
-- purpose: the unlogged table into which psql copies the mapping's SELECT as it is: as many columns as stage."case"
-- locks: new objects only
create schema peer;
create unlogged table peer.cases (
	source text default 'bench', row_no bigint default 0, origin text, feed_hash uuid,
	case_key text, district text, station text, fir_year integer, fir_number text, registered_at timestamptz, occurred_on date,
	sections text[], honour boolean, domestic boolean, channel text, status text, status_on date, victims integer,
	victim_age_band text, relation text
);
