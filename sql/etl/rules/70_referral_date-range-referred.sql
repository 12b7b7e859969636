-- purpose: refuses referrals before 1990 or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'referral', 'row', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'referred_on', s.district, null,
	pg_catalog.format('The referral cannot date from %s.', s.referred_on),
	'Correct the date at the source; the record comes with the next run.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.referral s
join stage.source g on g.source = s.source
where s.referred_on > (g.as_at at time zone g.timezone)::date or s.referred_on < '1990-01-01'::date
