-- purpose: notes cases with a section of law that the list of offences does not have on that day; nothing is blanked
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'case', 'field', 'unknown-section', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'sections', s.district, s.station,
	pg_catalog.format('The list of offences does not have: %s.', u.parts),
	'Correct the section at the source, or have it added to the list of offences; until then it decides no category.',
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage."case" s
join (
	select o.source, o.row_no, pg_catalog.string_agg(distinct o.part, ', ' order by o.part) as parts
	from stage.case_section o
	where o.unknown
	group by o.source, o.row_no
) u on u.source = s.source and u.row_no = s.row_no
