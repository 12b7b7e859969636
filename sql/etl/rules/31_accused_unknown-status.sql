-- purpose: blanks statuses of accused that are no known code
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.accused and etl.reject
with refused as materialized (
	select s.*, k.district, k.station
	from stage.accused s
	join stage.source g on g.source = s.source
	join stage."case" k on k.source = s.source and k.case_key = s.case_key
	where s.status is not null and not exists (select from ref.accused_status r where r.code = s.status)
),
blanked as (
	update stage.accused s set status = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'accused', 'field', 'unknown-status', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'status', s.district, s.station,
	pg_catalog.format('There is no status of an accused ''%s''; the accused is counted as nominated only.', s.status),
	'Choose a status of the list at the source.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin', 'district', 'station'],
	$1::bigint, s.row_no
from refused s
