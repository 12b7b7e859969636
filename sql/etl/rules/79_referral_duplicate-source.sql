-- purpose: referrals of a complaint or case that is counted from another source are that source's to give
-- rule: referral row complaint_key duplicate-source
-- remedy: Take the record out of one of the two sources. A source that was renamed: shumar etl source rename; one that is to go: shumar etl source retire.
-- grain: one row per fault
-- parameters: none
-- returns: source text, row_no bigint, reason text
-- locks: none
select s.source, s.row_no, 'The complaint or case that it belongs to is counted from another source.' as reason
from stage.referral s
where exists (select from etl.reject r where r.source = s.source and r.feed = 'complaint' and r.row_key = s.complaint_key::text
		and r.resolved_run is null and r.code = 'duplicate-source')
	or exists (select from etl.reject r where r.source = s.source and r.feed = 'case' and r.row_key = s.case_key::text
		and r.resolved_run is null and r.code = 'duplicate-source')
