-- kind: script
-- purpose: how many registered cases each run knew of, for the revisions of the quarterly brief
-- locks: new objects only
--
-- Counts alone, by district and month of registration: no key of a case is in it. A version of a case holds for the runs
-- run_from <= r < run_to (null: it still does). Reports ask how many cases of a month a run knew of, and what came and went since.
create view report.brief_case_known as
	select f.district, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month, f.run_from,
		null::bigint as run_to, pg_catalog.count(*) as cases
	from fact."case" f
	group by f.district, 2, f.run_from
	union all
	select h.district, pg_catalog.date_trunc('month', h.registered_on::timestamp)::date, h.run_from, h.run_to, pg_catalog.count(*)
	from fact."case_history" h
	group by h.district, 2, h.run_from, h.run_to;

-- The runs whose figures could be printed, with the day of the records they knew: numbers and days.
create view report.brief_run_known as
	select r.run_no, (max(s.as_at) at time zone etl.zone_of(s.jurisdiction))::date as as_at_on, s.jurisdiction
	from etl.run r
	join etl.run_source s on s.run_no = r.run_no
	where r.state in ('applied', 'published') and r.run_no <= coalesce(etl.as_of(), r.run_no)
	group by r.run_no, s.jurisdiction;

do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute pg_catalog.format('grant select on report.brief_case_known, report.brief_run_known, ref.category, ref.court_outcome, ref.coded_value to %I', reader);
	end loop;
end
$$;
