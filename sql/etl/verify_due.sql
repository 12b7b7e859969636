-- purpose: tells whether all cubes are to be proven: never done, a week ago, or so few facts that it costs nothing
-- grain: one row
-- parameters: $1 run_no bigint
-- returns: due boolean
-- locks: none
select coalesce((select sum(f.closing) from etl.run_feed f where f.run_no = $1::bigint), 0) < 300000
	or not exists (select from etl.run r where r.verified_all and r.started_at > pg_catalog.now() - interval '6 days 12 hours') as due
