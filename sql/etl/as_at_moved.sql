-- purpose: whether reports print otherwise although no record changed: the records are known to another day, or a baseline was
--   begun anew after the published run
-- grain: one row
-- parameters: none
-- returns: moved boolean
-- locks: none
select exists (
	select from stage.source g
	left join etl.source s on s.source = g.source
	where (s.as_at at time zone s.timezone)::date is distinct from g.as_at_on
) or exists (select from etl.baseline b join etl.pointer p on b.run_no >= p.published_run) as moved
