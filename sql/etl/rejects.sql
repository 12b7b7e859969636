-- purpose: entries of the reject ledger
-- grain: one row per entry
-- parameters: $1 run_no bigint, $2 source text, $3 code text
-- returns: run_no bigint, source text, feed text, severity text, code text, file text, line bigint, field text, district text, station text, reason text, remedy text, first_run bigint, content text
-- locks: none
select r.run_no, r.source, r.feed, r.severity, r.code, r.file, r.line, r.field, r.district, r.station, r.reason, r.remedy,
	r.first_run, r.content::text as content
from etl.reject r
where r.run_no = $1::bigint and ($2::text is null or r.source = $2::text) and ($3::text is null or r.code = $3::text)
order by r.source collate "C", r.feed collate "C", r.code collate "C", r.reject_no
