-- purpose: blanks a disposal before the complaint or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.complaint and etl.reject
with refused as materialized (
	select s.*
	from stage.complaint s
	join stage.source g on g.source = s.source
	where s.disposed_on > (g.as_at at time zone g.timezone)::date or s.disposed_on < (s.received_at at time zone g.timezone)::date
),
blanked as (
	update stage.complaint s set disposed_on = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'complaint', 'field', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'disposed_on', s.district, null,
	pg_catalog.format('The complaint cannot have been closed on %s: that is before it was received or after the records end.', s.disposed_on),
	'Correct the date at the source; until then the record is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
