-- purpose: brings the control totals of the feeds up to date and shows those that do not come out: extracted = staged + rejected
-- grain: one row per feed at fault
-- parameters: $1 run_no bigint
-- returns: source text, feed text, extracted bigint, staged bigint, rejected bigint
-- locks: writes etl.run_feed
with staged as (
	select s.source, 'case' as feed, pg_catalog.count(*) as rows from stage."case" s group by s.source
	union all select s.source, 'accused', pg_catalog.count(*) from stage.accused s group by s.source
	union all select s.source, 'outcome', pg_catalog.count(*) from stage.outcome s group by s.source
	union all select s.source, 'complaint', pg_catalog.count(*) from stage.complaint s group by s.source
	union all select s.source, 'outreach', pg_catalog.count(*) from stage.outreach s group by s.source
	union all select s.source, 'referral', pg_catalog.count(*) from stage.referral s group by s.source
	union all select s.source, 'training', pg_catalog.count(*) from stage.training s group by s.source
),
refused as (
	select r.source, r.feed, pg_catalog.count(distinct r.row_no) as rows
	from etl.reject r
	where r.run_no = $1::bigint and r.severity = 'row' and r.row_no is not null
	group by r.source, r.feed
),
totals as (
	update etl.run_feed f
	set staged = coalesce(s.rows, 0), rejected = coalesce(r.rows, 0)
	from etl.run_feed g
	left join staged s on s.source = g.source and s.feed = g.feed
	left join refused r on r.source = g.source and r.feed = g.feed
	where f.run_no = $1::bigint and g.run_no = f.run_no and g.source = f.source and g.feed = f.feed
	returning f.source, f.feed, f.extracted, f.staged, f.rejected
)
select t.source, t.feed, t.extracted, t.staged, t.rejected
from totals t
where t.extracted <> t.staged + t.rejected
order by t.source collate "C", t.feed collate "C"
