-- purpose: the last run that read anything
-- grain: one row; null before the first
-- parameters: none
-- returns: run_no bigint
-- locks: none
select max(f.run_no) as run_no
from etl.run_feed f join etl.run r on r.run_no = f.run_no
where r.state in ('applied', 'published', 'unchanged', 'failed')
