-- purpose: blanks statuses of cases that are no known code
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage."case" and etl.reject
with refused as materialized (
	select s.*
	from stage."case" s
	where s.status is not null and not exists (select from ref.case_status r where r.code = s.status)
),
blanked as (
	update stage."case" s set status = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'case', 'field', 'unknown-status', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'status', s.district, s.station,
	pg_catalog.format('There is no case status ''%s''; the case is counted as registered only.', s.status),
	'Choose a status of the list at the source.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
