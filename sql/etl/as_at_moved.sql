-- purpose: whether the records are known to another day than before, which reports print although no record changed
-- grain: one row
-- parameters: none
-- returns: moved boolean
-- locks: none
select exists (
	select from stage.source g
	left join etl.source s on s.source = g.source
	where (s.as_at at time zone s.timezone)::date is distinct from g.as_at_on
) as moved
