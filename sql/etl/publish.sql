-- purpose: moves the pointer that reports read to a run all of whose cubes are proven
-- grain: one row, or none when a proof is missing
-- parameters: $1 run_no bigint
-- returns: published_run bigint
-- locks: writes etl.pointer
insert into etl.pointer as p (one, published_run)
select true, $1::bigint
where not exists (
	select from etl.cube c
	where not exists (select from etl.proof f where f.run_no = $1::bigint and f.cube = c.cube and f.proven)
		or exists (select from etl.proof f where f.run_no = $1::bigint and f.cube = c.cube and not f.proven)
)
on conflict (one) do update set published_run = excluded.published_run
returning p.published_run
