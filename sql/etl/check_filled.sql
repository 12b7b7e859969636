-- purpose: in how many facts of a feed a column has a value
-- grain: one row per feed and column, where it has a fact
-- parameters: none
-- returns: feed text, name text, filled bigint, facts bigint
-- locks: none
select r.feed, e.key as name, pg_catalog.count(*) filter (where e.value <> 'null') as filled, pg_catalog.count(*) as facts
from (
	select 'case' as feed, pg_catalog.to_jsonb(f) as fact from fact."case" f union all
	select 'accused' as feed, pg_catalog.to_jsonb(f) as fact from fact.accused f union all
	select 'outcome' as feed, pg_catalog.to_jsonb(f) as fact from fact.outcome f union all
	select 'complaint' as feed, pg_catalog.to_jsonb(f) as fact from fact.complaint f union all
	select 'outreach' as feed, pg_catalog.to_jsonb(f) as fact from fact.outreach f union all
	select 'referral' as feed, pg_catalog.to_jsonb(f) as fact from fact.referral f union all
	select 'training' as feed, pg_catalog.to_jsonb(f) as fact from fact.training f union all
	select 'count' as feed, pg_catalog.to_jsonb(f) as fact from fact."count" f
) r cross join lateral pg_catalog.jsonb_each(r.fact) e
group by r.feed, e.key
order by r.feed collate "C", e.key collate "C"
