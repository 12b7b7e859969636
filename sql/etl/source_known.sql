-- purpose: how a source was last applied, whether the warehouse has anything of it, and whether it is due to be compared in full
-- grain: one row
-- parameters: $1 source text
-- returns: mapping_sha256 text, content_sha256 text, last_run bigint, capture text, position text, identity text, any boolean, audit_due boolean, facts bigint, key_domain text
-- locks: none
select s.mapping_sha256, s.content_sha256, s.last_run, s.capture, s.position, s.identity,
	coalesce(n.facts, 0) > 0 or exists (select from etl.reject r where r.source = $1::text and r.resolved_run is null) as any,
	-- one of the future is of a clock that was wrong, and must not put the audit off for years
	coalesce(s.full_at not between pg_catalog.now() - interval '6 days 12 hours' and pg_catalog.now() + interval '1 hour', true) as audit_due, coalesce(n.facts, 0)::bigint as facts,
	engine.key_domain($1::text) as key_domain
from (select 1) one
left join etl.source s on s.source = $1::text and s.last_run is not null
left join lateral (
	select sum(c.closing) as facts from (
		select distinct on (f.feed) f.feed, f.closing from etl.run_feed f join etl.run r on r.run_no = f.run_no
		where f.source = $1::text and f.feed = any (engine.feeds()) and r.state in ('applied', 'published', 'unchanged')
		order by f.feed, f.run_no desc) c
) n on true
