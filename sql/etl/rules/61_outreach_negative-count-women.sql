-- purpose: blanks a number of women below zero
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.outreach and etl.reject
with refused as materialized (
	select s.*
	from stage.outreach s
	where s.attended_women < 0
),
blanked as (
	update stage.outreach s set attended_women = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outreach', 'field', 'negative-count', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'attended_women', s.district, null,
	'The number of women who attended is below zero.',
	'Correct the number at the source; until then nobody is counted.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
