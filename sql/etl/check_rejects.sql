-- purpose: what was rejected, by kind, with the first place of each
-- grain: one row per feed, severity, code and field
-- parameters: none
-- returns: feed text, what text, code text, field text, entries bigint, place text, reason text, remedy text
-- locks: none
select r.feed, case r.severity when 'row' then 'row rejected' when 'field' then 'field left empty' else 'noted' end as what,
	r.code, r.field, pg_catalog.count(*) as entries,
	(pg_catalog.array_agg(r.file || coalesce(':' || r.line, '') order by r.file collate "C", r.line))[1] as place,
	(pg_catalog.array_agg(r.reason order by r.file collate "C", r.line))[1] as reason,
	(pg_catalog.array_agg(r.remedy order by r.file collate "C", r.line))[1] as remedy
from etl.reject r
group by r.feed, r.severity, r.code, r.field
order by r.feed collate "C", r.severity collate "C", pg_catalog.count(*) desc, r.code collate "C", r.field collate "C"
