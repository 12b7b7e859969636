-- purpose: the sha256 of all words of a release's papers, and of its rules, as it was audited last; how many approved it since it was prepared
-- grain: one row
-- parameters: $1 release_id text
-- returns: texts text, rules text, approvals bigint
-- locks: none
select a.detail ->> 'texts' as texts, a.detail ->> 'rules' as rules,
	(select pg_catalog.count(*) from release.event e
		where e.release_id = $1::text and e.kind = 'approved' and e.event_no > p.event_no) as approvals
from (
	select pg_catalog.max(e.event_no) as event_no from release.event e
	where e.release_id = $1::text and e.kind in ('prepared', 'corrected')
) p
left join lateral (
	select e.detail from release.event e
	where e.release_id = $1::text and e.kind = 'audited' and e.event_no > p.event_no
	order by e.event_no desc
	limit 1
) a on true
