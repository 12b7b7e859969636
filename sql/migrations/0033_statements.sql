-- kind: script
-- purpose: when a statement before a magistrate was recorded and a medical examination made, where a source says so, and which offences need them
-- locks: fact.case for the time of the change
--
-- Two columns of the feed of cases are new, and a mapping need not yield them: statement_164_on and medical_on. Where a source never
-- says them they are null in all of its cases, and a page says that they are not recorded. They make no cube.
create table ref.offence_step (
	category text not null,            -- principal offence
	step text not null check (step in ('statement_164', 'medical')),
	source text not null,
	verified boolean not null,         -- false: from general knowledge of the law, not confirmed by the prosecution
	primary key (category, step)
);

drop view stage.image_case, stage.checked_case;
alter table stage."case" add column statement_164_on date, add column medical_on date;
alter table stage.whole_case add column statement_164_on date, add column medical_on date;
alter table stage.delta_case add column statement_164_on date, add column medical_on date;
alter table fact."case" add column statement_164_on date, add column medical_on date;
alter table fact.case_history add column statement_164_on date, add column medical_on date;
comment on column fact."case".statement_164_on is 'day of the statement under s.164 CrPC; null where the source does not say';
comment on column fact."case".medical_on is 'day of the medical examination; null where the source does not say';
-- whether a source says them at all is asked by every page
create index case_statement on fact."case" (source) where statement_164_on is not null;
create index case_medical on fact."case" (source) where medical_on is not null;

select etl.fact_widen('case');
create or replace view etl.traced_case as
	select v.case_key, v.source, v.district, v.station, v.fir_year, v.fir_number, v.registered_at, v.registered_on, v.occurred_on,
		v.sections, v.category, v.honour, v.domestic, v.channel, v.status, v.status_on, v.victims, v.victim_age_band, v.relation,
		v.run_from, v.run_to, 1 as sign, row('case', v.row_key, v.district, v.case_key, null::text, v.registered_on, v.run_from, v.run_to,
			v.follows, v.goes_on)::etl.trace_mark as mark, v.statement_164_on, v.medical_on
	from etl.version_case v;

create view stage.checked_case as
	select s.*, (s.registered_at at time zone g.timezone)::date as registered_on, g.as_at_on,
		pg_catalog.width_bucket((s.registered_at at time zone g.timezone)::date, (select ref.era_steps())) as era, g.latest_on
	from stage."case" s
	join stage.source g on g.source = s.source;
create view stage.image_case as
	select s.case_key, s.source, s.district, s.station, s.fir_year, s.fir_number, s.registered_at, s.registered_on, s.occurred_on,
		coalesce(s.sections, '{}') as sections, coalesce(m.category, 'OTHER') as category,
		coalesce(s.honour, false) as honour, coalesce(s.domestic, false) as domestic,
		coalesce(s.channel, 'station') as channel, coalesce(s.status, 'FIR') as status, s.status_on,
		s.victims, s.victim_age_band, s.relation, s.statement_164_on, s.medical_on, s.feed_hash
	from stage.checked_case s
	left join stage.meaning m on m.sections = coalesce(s.sections, '{}') and m.honour = coalesce(s.honour, false)
		and m.domestic = coalesce(s.domestic, false) and m.era = s.era;

-- The list of what is overdue knows them too: whether the offence of the case needs them, null where its source never says
-- them; and the day on which they were done.
create or replace view report.overdue_case as
	with course as (
		select k.case_key, k.source, k.district, k.station, k.registered_on, k.registered_on + 18 as overdue_on, k.status, k.status_on,
			case when k.first_challaned_on is not null or (k.status_on is not null and k.status in ('CHALLAN_INTERIM',
				'CHALLAN_COMPLETE', 'CHALLAN_512', 'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV'))
			then least(k.first_challaned_on, case when k.status in ('CHALLAN_INTERIM', 'CHALLAN_COMPLETE', 'CHALLAN_512',
				'CANCELLED', 'UNTRACED', 'TRANSFERRED', 'DISCHARGED_INV') then k.status_on end, k.disposed_on) end as left_on,
			k.status not in ('FIR', 'UNDERINV') or k.disposed_on is not null as gone
		from etl.known_course k
	), said as materialized (
		select s.source,
			exists (select from etl.known_case f where f.source = s.source and f.statement_164_on is not null) as statements,
			exists (select from etl.known_case f where f.source = s.source and f.medical_on is not null) as medicals
		from etl.source s
	)
	select c.district, c.station, f.fir_year, f.fir_number, c.registered_on, c.overdue_on, c.left_on, c.status, c.status_on,
		(select pg_catalog.count(*) from etl.known_accused a where a.case_key = c.case_key and a.status = 'INTERIM_BAIL') as on_bail,
		case when d.statements then exists (select from ref.offence_step o where o.category = f.category and o.step = 'statement_164')
			end as needs_statement, f.statement_164_on,
		case when d.medicals then exists (select from ref.offence_step o where o.category = f.category and o.step = 'medical')
			end as needs_medical, f.medical_on
	from course c
	join etl.known_case f on f.case_key = c.case_key
	left join said d on d.source = c.source
	where coalesce(c.left_on > c.overdue_on, not c.gone);
