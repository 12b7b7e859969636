-- purpose: refuses the second FIR of one number in a station and year
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'case', 'row', 'duplicate-fir', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'fir_number', s.district, s.station,
	pg_catalog.format('FIR %s/%s stands twice in this station''s records; the first one is counted.', s.fir_number, s.fir_year),
	'Give one of the two its right number or year at the source, or remove it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin', 'place'], $1::bigint, s.row_no
from (select c.*, pg_catalog.row_number() over (
		partition by c.source, c.district, c.station, c.fir_year, pg_catalog.upper(pg_catalog.btrim(c.fir_number)) order by c.row_no) as place
	from stage."case" c) s
where s.place > 1
