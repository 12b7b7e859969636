-- purpose: whether the figures that reports read are those of the last run, and how old they are
-- grain: one row; nulls before the first run
-- parameters: none
-- returns: last_run bigint, last_state text, last_message text, last_finished boolean, working boolean,
--   published_run bigint, published_hours double precision, unpublished bigint
-- locks: none
--
-- working: the last run has neither ended nor been given up, and its program is connected. unpublished: runs that
-- were applied after the published one, so that facts and figures differ. An unchanged run confirms the published one.
select l.run_no as last_run, l.state as last_state, l.message as last_message,
	l.finished_at is not null as last_finished,
	l.finished_at is null and exists (
		select from pg_catalog.pg_stat_activity as a where a.application_name = 'shumar/etl-claim') as working,
	p.published_run,
	(select (extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.max(r.finished_at)) / 3600)::double precision
		from etl.run as r where r.state in ('published', 'unchanged') and r.run_no >= p.published_run) as published_hours,
	(select pg_catalog.count(*) from etl.run as r where r.state = 'applied' and r.run_no > coalesce(p.published_run, 0)) as unpublished
from (values (true)) as one (one)
left join (select r.* from etl.run as r order by r.run_no desc limit 1) as l on true
left join etl.pointer as p on true
