-- purpose: whether reports read the run that the last manifest names
-- grain: one row, or none when there is no manifest
-- parameters: none
-- returns: run_no bigint, named bigint, read bigint, same boolean
-- locks: none
select m.run_no, n.named, (select p.published_run from etl.pointer p) as read,
	n.named is not distinct from (select p.published_run from etl.pointer p) as same
from etl.manifest m
cross join lateral (select (m.content::jsonb ->> 'figures_of_run')::bigint as named) n
where m.run_no = (select max(l.run_no) from etl.manifest l)
