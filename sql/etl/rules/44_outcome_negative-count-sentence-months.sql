-- purpose: blanks a length of the sentence below zero
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.outcome and etl.reject
with refused as materialized (
	select s.*, k.district, k.station
	from stage.outcome s
	join stage.source g on g.source = s.source
	join stage."case" k on k.source = s.source and k.case_key = s.case_key
	where s.sentence_months < 0
),
blanked as (
	update stage.outcome s set sentence_months = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outcome', 'field', 'negative-count', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'sentence_months', s.district, s.station,
	'The length of the sentence is below zero.',
	'Correct it at the source; until then the outcome is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin', 'district', 'station'],
	$1::bigint, s.row_no
from refused s
