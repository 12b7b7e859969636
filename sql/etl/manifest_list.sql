-- purpose: the runs that have a manifest, and those that should have one
-- grain: one row per run, oldest first
-- parameters: none
-- returns: run_no bigint, signed boolean
-- locks: none
--
-- Every run that ended well has one.
select m.run_no, true as signed
from etl.manifest m
union all
select r.run_no, false
from etl.run r
where r.state in ('published', 'unchanged') and not exists (select from etl.manifest m where m.run_no = r.run_no)
order by run_no
