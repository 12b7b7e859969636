-- purpose: blanks a response before the complaint or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.complaint and etl.reject
with refused as materialized (
	select s.*
	from stage.complaint s
	join stage.source g on g.source = s.source
	where s.responded_at > g.as_at or s.responded_at < s.received_at
),
blanked as (
	update stage.complaint s set responded_at = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'complaint', 'field', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'responded_at', s.district, null,
	'The response is dated before the complaint or after the records end.',
	'Correct the date at the source; until then the record is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
