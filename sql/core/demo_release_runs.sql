-- purpose: the runs that releases of the demonstration may be of
-- grain: one row per published run of the made-up records, the newest first
-- parameters: none
-- returns: run_no bigint
-- locks: none
select r.run_no
from etl.run r
where r.state = 'published' and exists (select from etl.run_source s where s.run_no = r.run_no and s.mapping = 'psrms')
order by r.run_no desc
limit 3
