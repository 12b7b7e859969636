-- purpose: the run that reports read, and whether a later one is applied and not published
-- grain: one row
-- parameters: none
-- returns: published_run bigint, behind boolean
-- locks: none
select (select p.published_run from etl.pointer p) as published_run,
	coalesce((select max(r.run_no) from etl.run r where r.state = 'applied') > coalesce((select p.published_run from etl.pointer p), 0),
		false) as behind
