-- purpose: refuses complaints received before 1990 or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'complaint', 'row', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'received_at', s.district, null,
	pg_catalog.format('The complaint cannot have been received on %s.', (s.received_at at time zone g.timezone)::date),
	'Correct the date at the source; the record comes with the next run.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.complaint s
join stage.source g on g.source = s.source
where (s.received_at at time zone g.timezone)::date > (g.as_at at time zone g.timezone)::date
	or s.received_at < '1990-01-01 00:00:00Z'::timestamptz
