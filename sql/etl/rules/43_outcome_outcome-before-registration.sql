-- purpose: refuses outcomes decided before the case was registered; only notes them where the jurisdiction knows such cases
-- grain: one ledger entry per refusal
-- parameters: $1 run_no bigint
-- returns: none
-- locks: writes etl.reject
insert into etl.reject (run_no, source, feed, severity, code, file, line, field, district, station, reason, remedy,
	content, first_run, row_no)
select $1::bigint, s.source, 'outcome',
	case when t.code is null then 'row' else 'field' end, 'outcome-before-registration', etl.origin_file(s.origin), etl.origin_line(s.origin),
	'decided_on', k.district, k.station,
	pg_catalog.format('The court cannot have decided on %s, before the case was registered.', s.decided_on),
	case when t.code is null
		then 'Correct the day of the decision or of the registration at the source; the record comes with the next run.'
		else 'Look whether the case was filed anew; the outcome is counted on its day.' end,
	pg_catalog.to_jsonb(s) - array['source', 'row_no', 'feed_hash', 'origin'], $1::bigint, s.row_no
from stage.outcome s
join stage.source g on g.source = s.source
join stage."case" k on k.source = s.source and k.case_key = s.case_key
left join ref.tolerance t on t.jurisdiction = g.jurisdiction and t.code = 'outcome-before-registration'
where s.decided_on < (k.registered_at at time zone g.timezone)::date
