-- purpose: refuses outcomes that are no known code
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outcome', 'row', 'unknown-outcome', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'outcome', k.district, k.station,
	pg_catalog.format('There is no court outcome ''%s''.', s.outcome),
	'Choose an outcome of the list at the source.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.outcome s
join stage.source g on g.source = s.source
join stage."case" k on k.source = s.source and k.case_key = s.case_key
where not exists (select from ref.court_outcome r where r.code = s.outcome)
