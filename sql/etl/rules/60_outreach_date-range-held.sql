-- purpose: refuses sessions held before 1990 or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outreach', 'row', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'held_on', s.district, null,
	pg_catalog.format('The session cannot have been held on %s.', s.held_on),
	'Correct the date at the source; the record comes with the next run.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.outreach s
join stage.source g on g.source = s.source
where s.held_on > (g.as_at at time zone g.timezone)::date or s.held_on < '1990-01-01'::date
