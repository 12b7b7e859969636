-- purpose: refuses outcomes decided after the day up to which the records are known
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outcome', 'row', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'decided_on', k.district, k.station,
	pg_catalog.format('The court cannot have decided on %s, which is after the records end.', s.decided_on),
	'Correct the date at the source; the record comes with the next run.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.outcome s
join stage.source g on g.source = s.source
join stage."case" k on k.source = s.source and k.case_key = s.case_key
where s.decided_on > (g.as_at at time zone g.timezone)::date
