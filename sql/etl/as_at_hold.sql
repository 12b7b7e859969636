-- purpose: what is taken for a source's as-at when it says one: never later than the run's clock and a day
-- grain: one row
-- parameters: $1 source text, $2 said timestamp with time zone, $3 is_clock boolean
-- returns: as_at timestamp with time zone, late boolean, slow boolean, said text, clock text
-- locks: none
--
-- One that lies later (late) gives way to the one last known, or to the clock. One that is the source's own clock
-- ($3) and more than a day behind (slow) gives way to ours, or to the one last known while ours is in doubt.
select case when t.late or t.slow and t.doubt then coalesce(t.known, t.clock) when t.slow then t.clock else $2::timestamptz end as as_at,
	t.late, t.slow,
	pg_catalog.to_char($2::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as said,
	pg_catalog.to_char(t.clock at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as clock
from (
	select c.clock, $2::timestamptz > engine.run_latest() as late,
		$3::boolean and $2::timestamptz < c.clock - interval '1 day' as slow,
		exists (select from engine.clock_doubt()) as doubt,
		(select s.as_at from etl.source s where s.source = $1::text and s.last_run is not null and s.as_at <= engine.run_latest()) as known
	from (select engine.run_clock() as clock) c
) t
