-- purpose: refuses accused rows whose case was not given, or was itself refused
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'accused', 'row', 'orphan-case', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'case_key', null, null,
	'Its case is not among the records, or was refused itself.',
	'Enter the case, or correct what the case was refused for; this record then comes with the next run.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.accused s
where not exists (select from stage."case" k where k.source = s.source and k.case_key = s.case_key)
