-- purpose: blanks channels of complaints that are no known code
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.complaint and etl.reject
with refused as materialized (
	select s.*
	from stage.complaint s
	where s.channel is not null and s.channel not in ('station', 'vwps', 'helpline_15', 'helpline_1787', 'app', 'court')
),
blanked as (
	update stage.complaint s set channel = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'complaint', 'field', 'unknown-channel', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'channel', s.district, null,
	pg_catalog.format('There is no channel ''%s''; it is counted as received at the station.', s.channel),
	'Choose a channel of the list at the source.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'],
	$1::bigint, s.row_no
from refused s
