-- purpose: what the last run rejected, by code
-- grain: one row per code
-- parameters: none
-- returns: code text, entries bigint
-- locks: none
select r.code, count(*) as entries
from etl.reject as r
where r.first_run = (select max(n.run_no) from etl.run as n)
group by r.code
order by r.code collate "C"
