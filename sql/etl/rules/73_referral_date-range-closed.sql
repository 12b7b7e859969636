-- purpose: blanks a closing before the referral or after the records end
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.referral and etl.reject
with refused as materialized (
	select s.*
	from stage.referral s
	join stage.source g on g.source = s.source
	where s.closed_on > (g.as_at at time zone g.timezone)::date or s.closed_on < s.referred_on
),
blanked as (
	update stage.referral s set closed_on = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'referral', 'field', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'closed_on', s.district, null,
	pg_catalog.format('The closing cannot date from %s: that is before the referral or after the records end.', s.closed_on),
	'Correct the date at the source; until then the record is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
