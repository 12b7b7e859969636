-- purpose: entries of the reject ledger: open ones, or those that a run reported or resolved
-- grain: one row per entry, by owner
-- parameters: $1 run_no bigint, $2 source text, $3 code text, $4 district text, $5 station text
-- returns: reject_no bigint, source text, feed text, severity text, code text, file text, line bigint, field text, district text, station text, fir text, reason text, remedy text, first_run bigint, last_run bigint, resolved_run bigint, resolved_how text, since text, nights bigint, content text
-- locks: none
select r.reject_no, r.source, r.feed, r.severity, r.code, r.file, r.line, r.field, r.district, r.station,
	coalesce((r.content ->> 'fir_number') || '/' || (r.content ->> 'fir_year'), k.fir_number || '/' || k.fir_year) as fir, r.reason, r.remedy,
	r.first_run, r.last_run, r.resolved_run, r.resolved_how, pg_catalog.to_char(r.rejected_at, 'YYYY-MM-DD') as since,
	(select pg_catalog.count(*) from etl.run u where u.run_no >= r.first_run and u.run_no < coalesce(r.resolved_run, 9223372036854775807)
		and u.state in ('published', 'unchanged', 'applied')) as nights,
	nullif(r.content, '{}')::text as content
from etl.reject r
left join fact."case" k on r.feed in ('accused', 'outcome') and k.case_key = (r.content ->> 'case_key')::uuid
where case when $1::bigint is null then r.resolved_run is null
		else r.first_run <= $1::bigint and coalesce(r.resolved_run, $1::bigint) >= $1::bigint end
	and ($2::text is null or r.source = $2::text) and ($3::text is null or r.code = $3::text)
	and ($4::text is null or r.district = $4::text) and ($5::text is null or r.station = $5::text)
order by r.source collate "C", r.district collate "C", r.station collate "C", r.feed collate "C", r.code collate "C", r.reject_no
