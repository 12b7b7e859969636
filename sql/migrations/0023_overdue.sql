-- kind: script
-- purpose: the cases past day 17, key by key, for papers that stay inside the police
-- locks: new objects only
--
-- A District Police Officer has to know which FIRs are overdue, and a cube cannot say it. This view shows keys of cases and nothing of
-- anybody in them: no offence, no person, no officer. Datasets that read it say so in their header ("-- rows: case-level"), and the
-- check of templates refuses them to every audience but the internal one.
--
-- Every case that was past day 17 on some day, as of the run asked for: overdue at the end of day D are those with overdue_on <= D
-- and left_on later than D or null. The days are those of the cubes overdue_day and overdue_age_day. on_bail: its accused persons who
-- are on interim bail by their present status; no source says when that ends.
create view report.overdue_case as
	with course as (
		select k.case_key, k.district, k.station, k.registered_on, k.registered_on + 18 as overdue_on, k.status, k.status_on,
			case when k.first_challaned_on is not null or (k.status_on is not null and k.status in ('CHALLAN_INTERIM',
				'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
			then least(k.first_challaned_on, case when k.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512',
				'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then k.status_on end, k.disposed_on) end as left_on,
			k.status not in ('FIR', 'UNDERINV') or k.disposed_on is not null as gone
		from etl.known_course k
	)
	select c.district, c.station, f.fir_year, f.fir_number, c.registered_on, c.overdue_on, c.left_on, c.status, c.status_on,
		(select pg_catalog.count(*) from etl.known_accused a where a.case_key = c.case_key and a.status = 'INTERIM_BAIL') as on_bail
	from course c
	join etl.known_case f on f.case_key = c.case_key
	where coalesce(c.left_on > c.overdue_on, not c.gone);

-- A page of one district looks at its own cases, and not at the province's.
create index course_district on fact.course (district, registered_on);

-- From when on a station that sends nothing is silent: as districts (etl.silence), by the waits between the days on which it had
-- records. Reports have no way into etl.
create function report.silence(waits numeric, seen bigint) returns numeric language sql immutable parallel safe as $$
	select case when seen >= 12 then greatest(28, 10 * waits / seen) end
$$;

do $$
begin
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		grant usage on schema report, ref to shumar_report;
		grant select on report.overdue_case, ref.case_status, ref.coded_value, ref.category to shumar_report;
	end if;
end
$$;
