-- purpose: the last run that brought facts or cubes to their present state
-- grain: one row; null before the first
-- parameters: none
-- returns: run_no bigint
-- locks: none
select max(r.run_no) as run_no
from etl.run r
where r.state in ('applied', 'published')
