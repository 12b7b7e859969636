-- kind: script
-- purpose: which runs the revisions of the quarterly brief may compare; what each knew is report.case_known (0024)
-- locks: new objects only
--
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
		execute pg_catalog.format('grant select on report.brief_run_known, ref.category, ref.court_outcome, ref.coded_value to %I', reader);
	end loop;
end
$$;
