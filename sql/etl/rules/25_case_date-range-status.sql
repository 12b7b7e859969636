-- purpose: blanks days of a status that are before the registration or not yet known
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage."case" and etl.reject
with refused as materialized (
	select s.*
	from stage."case" s
	join stage.source g on g.source = s.source
	where s.status_on > (g.as_at at time zone g.timezone)::date or s.status_on < (s.registered_at at time zone g.timezone)::date
),
blanked as (
	update stage."case" s set status_on = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'case', 'field', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'status_on', s.district, s.station,
	pg_catalog.format('The status cannot date from %s: that is before the registration or after the records end.', s.status_on),
	'Correct the date at the source; until then the record is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
