-- kind: marked
-- purpose: what reports may ask about runs, rejects, late entries, revisions, overdue cases and trained officers
-- locks: new objects only
--
-- A figure is revised when a later run knows other records of the same period. Which records those are stays in the warehouse: here
-- are sums over districts, months and reasons. All answer as of a run, as the cubes do.

-- ── runs ──
create view report.published as
	with wanted as (
		select coalesce(engine.as_of(), p.published_run) as run_no from etl.pointer p
	),
	-- the last that each source said up to the wanted run
	known as (
		select distinct on (s.source) s.source, s.jurisdiction, s.timezone, s.as_at,
			-- nights that changed nothing move no pointer, and still say who is away
			case when engine.as_of() is null then (select e.state from etl.source e where e.source = s.source) else s.state end as state
		from etl.run_source s
		join etl.run r on r.run_no = s.run_no and r.state in ('applied', 'published', 'unchanged')
		cross join wanted w
		where s.run_no <= w.run_no
		order by s.source, s.run_no desc
	),
	-- the records of a jurisdiction are known up to where the source ends that ends first, on the day that it is there
	ends as (
		select distinct on (k.jurisdiction) k.jurisdiction, k.as_at, k.timezone
		from known k
		order by k.jurisdiction, k.as_at, k.source collate "C"
	)
	select e.jurisdiction, w.run_no, e.as_at,
		coalesce((select bool_or(k.state = 'stale') from known k where k.jurisdiction = e.jurisdiction), false) as stale,
		(select max(r.run_no) from etl.run r where r.state in ('applied', 'published')) as applied_run,
		exists (select from etl.run r join etl.proof f on f.run_no = r.run_no and not f.proven
			where r.state = 'applied' and r.run_no > w.run_no) as doubtful,
		e.timezone,
		pg_catalog.date_part('epoch', (e.as_at at time zone e.timezone) - (e.as_at at time zone 'UTC'))::bigint as zone_s,
		(e.as_at at time zone e.timezone)::date as as_at_on
	from wanted w cross join ends e;

-- The runs that reports can stand on, as of the run asked for: what each knew, up to which moment.
create view report.run_known as
	select j.jurisdiction, r.run_no, r.kind, r.program, min(k.as_at) as as_at, min((k.as_at at time zone k.timezone)::date) as as_at_on
	from etl.run r
	cross join (select distinct s.jurisdiction from etl.source s) j
	cross join lateral (
		select distinct on (s.source) s.as_at, s.timezone from etl.run_source s
		where s.jurisdiction = j.jurisdiction and s.run_no <= r.run_no
		order by s.source, s.run_no desc) k
	where r.state in ('published', 'unchanged')
		and r.run_no <= coalesce(engine.as_of(), (select p.published_run from etl.pointer p))
	group by j.jurisdiction, r.run_no, r.kind, r.program;

-- The last run of a jurisdiction that knew no day after DAY; null where there was none yet.
create function report.run_by(of_jurisdiction text, on_day date) returns bigint language sql stable as $$
	select max(k.run_no) from report.run_known k where k.jurisdiction = of_jurisdiction and k.as_at_on <= on_day
$$;

-- Each source as the run asked for knew it.
create view report.run_source as
	select distinct on (s.source) s.source, s.jurisdiction, s.mapping, s.mapping_sha256, s.run_no, s.capture, s.extent, s.state,
		pg_catalog.to_char(s.as_at at time zone s.timezone, 'YYYY-MM-DD HH24:MI') as known_to, r.program,
		(select sum(f.closing) from (select distinct on (x.feed) x.closing from etl.run_feed x join etl.run u on u.run_no = x.run_no
			where x.source = s.source and x.run_no <= s.run_no and x.feed <> 'lifecycle' and u.state in ('applied', 'published', 'unchanged')
			order by x.feed, x.run_no desc) f)::bigint as records
	from etl.run_source s
	join etl.run r on r.run_no = s.run_no and r.state in ('applied', 'published', 'unchanged')
	where s.run_no <= coalesce(engine.as_of(), s.run_no)
	order by s.source, s.run_no desc;

-- The runs whose figures could be printed, with the day of the records they knew: numbers and days.
create view report.brief_run_known as
	select r.run_no, (max(s.as_at) at time zone engine.zone_of(s.jurisdiction))::date as as_at_on, s.jurisdiction
	from etl.run r
	join etl.run_source s on s.run_no = r.run_no
	where r.state in ('applied', 'published') and r.run_no <= coalesce(engine.as_of(), r.run_no)
	group by r.run_no, s.jurisdiction;

-- ── rejects ──
-- Rejected rows by who owes them: how many, since which run, and by which run they were resolved. Nothing of what is in them.
create view report.rejected as
	select s.jurisdiction, r.source, r.feed, r.severity, r.code, r.district, r.first_run,
		case when r.resolved_run <= coalesce(engine.as_of(), r.resolved_run) then r.resolved_run end as resolved_run, pg_catalog.count(*) as entries
	from etl.reject r
	join etl.source s on s.source = r.source
	where r.first_run <= coalesce(engine.as_of(), r.first_run)
	group by s.jurisdiction, r.source, r.feed, r.severity, r.code, r.district, r.first_run, 8;

-- ── late entries and revisions ──
-- Cases by the month of their registration and the runs between which it was known so.
create view report.case_known as
	select f.district, pg_catalog.date_trunc('month', f.registered_on::timestamp)::date as registered_month, f.run_from, f.run_to,
		pg_catalog.count(*) as cases
	from (select c.district, c.registered_on, c.run_from, null::bigint as run_to from fact."case" c
		union all
		select h.district, h.registered_on, h.run_from, h.run_to from fact.case_history h) f
	group by f.district, 2, f.run_from, f.run_to;

-- What was entered after run SINCE, and how many days after its event it came. First loads of a source are no entries.
create function report.entered(of_jurisdiction text, since_run bigint)
returns table (feed text, district text, event_on date, lag_days integer, entries bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
	-- @each feed with a figure@
	return query
	select '@fact@', n.district, n.event_on, greatest(k.as_at_on - n.event_on, 0), pg_catalog.count(*)
	from (
		select distinct on (@keys v@) v.source, v.district, v.@day@ as event_on, v.run_from
		from (select @keys f@, f.source, f.district, f.@day@, f.run_from from fact."@fact@" f where f.run_from > since_run
			union all
			select @keys h@, h.source, h.district, h.@day@, h.run_from from fact.@fact@_history h where h.run_from > since_run) v
		where v.run_from <= coalesce(engine.as_of(), v.run_from)
			and not exists (select from fact.@fact@_history p where @same_key p v@ and p.run_from <= since_run)
		order by @keys v@, v.run_from
	) n
	join ref.district d on d.code = n.district and d.jurisdiction = of_jurisdiction
	join etl.run r on r.run_no = n.run_from and r.kind = 'nightly'
	join etl.run_feed x on x.run_no = n.run_from and x.source = n.source and x.feed = '@fact@' and x.opening > 0
	cross join lateral (select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s
		where s.source = n.source and s.run_no <= n.run_from order by s.run_no desc limit 1) k
	group by 2, 3, 4;
	-- @end@
end
$$;

-- How figures by district, class and month differ from what run SINCE knew, with the reason:
--   new           of a day that run had not covered: no revision     late      of a day that it had, or back after it had left
--   corrected     counted in another district or month now           reclassified  in another class of the same district and month
--   deleted       left the source, or was rejected                   source    of a source that was not there yet
-- The class is the principal offence of a case and the manner of a disposal.
create function report.revisions(of_jurisdiction text, since_run bigint)
returns table (figure text, district text, class text, month date, reason text, gained bigint, lost bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
	upto bigint := coalesce(engine.as_of(), (select p.published_run from etl.pointer p));
begin
	-- @each with a figure@
	return query
	with was as (
		select @keys h@, h.source, h.district, h.@figure_class@ as class, h.@figure_day@ as event_on from fact.@fact@_history h
		where h.run_from <= since_run and h.run_to > since_run and h.run_to <= upto
	), is_now as (
		select @keys f@, f.source, f.district, f.@figure_class@ as class, f.@figure_day@ as event_on from fact."@fact@" f
		where f.run_from > since_run and f.run_from <= upto
		union all
		select @keys h@, h.source, h.district, h.@figure_class@, h.@figure_day@ from fact.@fact@_history h
		where h.run_from > since_run and h.run_from <= upto and h.run_to > upto
	), pair as (
		select coalesce(n.source, w.source) as source, w.district as old_district, w.class as old_class, w.event_on as old_on,
			n.district as new_district, n.class as new_class, n.event_on as new_on,
			pg_catalog.date_trunc('month', w.event_on::timestamp)::date as old_month,
			pg_catalog.date_trunc('month', n.event_on::timestamp)::date as new_month
		from was w full join is_now n on @same_key w n@
	), judged as (
		select p.*, case
			when b.as_at_on is null then 'source'
			when p.old_on is null then case when p.new_on <= b.as_at_on then 'late' else 'new' end
			when p.new_on is null then 'deleted'
			when (p.old_district, p.old_month) is distinct from (p.new_district, p.new_month) then 'corrected'
			else 'reclassified' end as reason
		from pair p
		left join lateral (select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s
			where s.source = p.source and s.run_no <= since_run order by s.run_no desc limit 1) b on true
		where (p.old_district, p.old_class, p.old_month, p.old_on is null)
			is distinct from (p.new_district, p.new_class, p.new_month, p.new_on is null)
	)
	select '@figure@', c.district, c.class, c.month, c.reason, pg_catalog.count(*) filter (where c.sign = 1),
		pg_catalog.count(*) filter (where c.sign = -1)
	from (
		select j.new_district as district, j.new_class as class, j.new_month as month, j.reason, 1 as sign from judged j
		where j.new_on is not null
		union all
		select j.old_district, j.old_class, j.old_month, j.reason, -1 from judged j where j.old_on is not null
	) c
	join ref.district d on d.code = c.district and d.jurisdiction = of_jurisdiction
	group by c.district, c.class, c.month, c.reason;
	-- @end@
end
$$;

-- ── cases past day 17 ──
-- A District Police Officer has to know which FIRs are overdue, and a cube cannot say it. This view shows keys of cases and nothing of
-- anybody in them: no offence, no person, no officer. Datasets that read it say so in their header ("-- rows: case-level"), and the
-- check of templates refuses them to every audience but the internal one.
--
-- Every case that was past day 17 on some day, as of the run asked for: overdue at the end of day D are those with overdue_on <= D
-- and left_on later than D or null. The days are those of the cubes overdue_day and overdue_age_day. on_bail: its accused persons who
-- are on interim bail by their present status; no source says when that ends. needs_…: whether the offence of the case needs them,
-- null where its source never says them.
create view report.overdue_case as
	with lifecycle as (
		select k.case_key, k.source, k.district, k.station, k.registered_on, k.registered_on + 18 as overdue_on, k.status, k.status_on,
			case when k.first_challaned_on is not null or (k.status_on is not null and k.status in ('CHALLAN_INTERIM',
				'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
			then least(k.first_challaned_on, case when k.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512',
				'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then k.status_on end, k.disposed_on) end as left_on,
			k.status not in ('FIR', 'UNDERINV') or k.disposed_on is not null as has_left
		from engine.known_lifecycle k
	), said as materialized (
		select s.source,
			exists (select from engine.known_case f where f.source = s.source and f.statement_164_on is not null) as statements,
			exists (select from engine.known_case f where f.source = s.source and f.medical_on is not null) as medicals
		from etl.source s
	)
	select c.district, c.station, f.fir_year, f.fir_number, c.registered_on, c.overdue_on, c.left_on, c.status, c.status_on,
		(select pg_catalog.count(*) from engine.known_accused a where a.case_key = c.case_key and a.status = 'INTERIM_BAIL') as on_bail,
		case when d.statements then exists (select from ref.offence_step o where o.category = f.category and o.step = 'statement_164')
			end as needs_statement, f.statement_164_on,
		case when d.medicals then exists (select from ref.offence_step o where o.category = f.category and o.step = 'medical')
			end as needs_medical, f.medical_on
	from lifecycle c
	join engine.known_case f on f.case_key = c.case_key
	left join said d on d.source = c.source
	where coalesce(c.left_on > c.overdue_on, not c.has_left);

-- ── trained officers ──
-- Officers counted once each, by the day of their first course and the place of their last: what no sum over courses can
-- say. As of a run, like the cubes. No officer is told apart in it.
create view report.trained_officers as
	with course as (
		select f.source, f.officer_key, f.district, f.station, f.unit, f.completed_on,
			pg_catalog.row_number() over (partition by f.source, f.officer_key order by f.completed_on desc, f.training_key) as place,
			min(f.completed_on) over (partition by f.source, f.officer_key) as first_on
		from engine.known_training f
	)
	select c.district, c.station, c.unit, c.first_on, pg_catalog.count(*) as officers
	from course c
	where c.place = 1
	group by c.district, c.station, c.unit, c.first_on;

comment on view report.trained_officers is 'officers who completed any course, by the day of the first one and where they serve';

-- ── who may read them ──
-- Who may read cubes may read these. They are made by the warehouse's owner, whose rights the two functions have.
revoke all on function report.entered(text, bigint), report.revisions(text, bigint) from public;
do $$
declare
	reader text;
begin
	for reader in select r.rolname from pg_catalog.pg_roles r where r.rolname in ('shumar_report', 'shumar_audit') loop
		execute format('grant select on report.run_known, report.run_source, report.brief_run_known, report.rejected, report.case_known,
			report.trained_officers to %I', reader);
		execute format('grant execute on function report.entered(text, bigint), report.revisions(text, bigint) to %I', reader);
	end loop;
	if exists (select from pg_catalog.pg_roles where rolname = 'shumar_report') then
		grant select on report.overdue_case to shumar_report;
	end if;
end
$$;
