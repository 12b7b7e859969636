-- purpose: blanks numbers of victims below zero
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage."case" and etl.reject
with refused as materialized (
	select s.*
	from stage."case" s
	where s.victims < 0
),
blanked as (
	update stage."case" s set victims = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'case', 'field', 'negative-count', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'victims', s.district, s.station,
	'The number of victims is below zero.',
	'Correct the number at the source; until then the case is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
