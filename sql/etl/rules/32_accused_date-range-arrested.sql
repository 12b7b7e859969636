-- purpose: blanks days of arrest before 2000, more than a year before the registration, or not yet known
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes stage.accused and etl.reject
with refused as materialized (
	select s.*, k.district, k.station
	from stage.accused s
	join stage.source g on g.source = s.source
	join stage."case" k on k.source = s.source and k.case_key = s.case_key
	where s.arrested_on < '2000-01-01'::date or s.arrested_on > (g.as_at at time zone g.timezone)::date
		or s.arrested_on < (k.registered_at at time zone g.timezone)::date - 365
),
blanked as (
	update stage.accused s set arrested_on = null
	from refused r
	where s.source = r.source and s.row_no = r.row_no
)
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'accused', 'field', 'date-range', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'arrested_on', s.district, s.station,
	pg_catalog.format('The arrest cannot date from %s: that is too long before the registration or after the records end.', s.arrested_on),
	'Correct the date at the source; until then the record is counted without it.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin', 'district', 'station'],
	$1::bigint, s.row_no
from refused s
