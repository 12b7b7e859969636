-- kind: script
-- purpose: the course of each case as a fact derived from cases, accused and outcomes
-- locks: new objects, and the plan of distribution
--
-- fact.course is an accumulating snapshot: one row per case with the day of each milestone and its first final disposal.
-- No source gives it. It is made of the facts of the same run, for the cases that the run touched, and from then on it is
-- a fact like the others: its versions are kept, cubes count it by delta and are proven, the past can be asked.
--
-- ── the rules of a disposal ──
-- A case is open until the first day on which it is finally disposed of, by the police or by a court; what comes after
-- that day is no second disposal. The causes are those of ref.disposal.
--   police  the status of the case is final (cancelled, untraced, transferred), on the day of the status.
--   court   the earliest final outcome of any accused; of several on that day the one of the lowest rank in
--           ref.court_outcome, a conviction first. Co-accused may still be tried: convicted_on is the first conviction of
--           any accused of the case, be it after the disposal.
--   status  decided or consigned, while no final outcome is known: on the day of the status, as 'other'.
-- Of police and court the earlier day holds, on the same day the court. A final status without a day is a
-- disposal that cannot be put in time: 'undated'. Records that say when a disposed case was taken up again do not exist.
create table ref.disposal (
	kind text not null check (kind in ('court', 'police', 'status')),
	code text not null,                -- court: ref.court_outcome; else ref.case_status
	disposal text not null check (disposal in ('convicted', 'acquitted', 'compromised', 'cancelled', 'untraced', 'transferred', 'other')),
	note text,
	primary key (kind, code)
);

-- All facts in the order in which they may be told: those that sources give, and the one that is made of them.
create function etl.facts() returns text[] language sql immutable parallel safe as $$
	select etl.feeds() || 'course'::text
$$;

create table fact.course (
	case_key uuid primary key,
	source text not null, district text not null, station text not null, registered_on date not null,
	category text not null, channel text not null, status text not null, status_on date,  -- the case's
	accused bigint not null,
	first_arrested_on date, first_challaned_on date,
	convicted_on date,                 -- first conviction of any accused
	disposed_on date, disposal text,   -- both null: open; 'undated' has no day
	feed_hash uuid, run_from bigint not null   -- no row of a source: never a hash
);
select etl.fact_equip('course');
-- cases whose course the run has to make
create unlogged table stage.course (
	source text not null, row_no bigint not null, origin text, feed_hash uuid, case_key uuid
);

create view stage.image_course as
	select c.case_key, c.source, c.district, c.station, c.registered_on, c.category, c.channel, c.status, c.status_on,
		coalesce(a.accused, 0) as accused, a.first_arrested_on, a.first_challaned_on, o.convicted_on,
		case
			when o.decided_on is not null and (p.disposal is null or o.decided_on <= coalesce(c.status_on, 'infinity')) then o.decided_on
			when p.disposal is not null or w.disposal is not null then c.status_on end as disposed_on,
		case
			when o.decided_on is not null and (p.disposal is null or o.decided_on <= coalesce(c.status_on, 'infinity')) then o.disposal
			when (p.disposal is not null or w.disposal is not null) and c.status_on is null then 'undated'
			else coalesce(p.disposal, w.disposal) end as disposal,
		null::uuid as feed_hash
	from stage.course s
	join fact."case" c on c.case_key = s.case_key
	left join ref.disposal p on p.kind = 'police' and p.code = c.status
	left join ref.disposal w on w.kind = 'status' and w.code = c.status
	left join (
		select f.case_key, pg_catalog.count(*) as accused, min(f.arrested_on) as first_arrested_on,
			min(f.challaned_on) as first_challaned_on
		from stage.course t join fact.accused f on f.case_key = t.case_key
		group by f.case_key
	) a on a.case_key = c.case_key
	left join (
		select f.case_key, min(f.decided_on) as decided_on,
			(pg_catalog.array_agg(d.disposal order by f.decided_on, r.rank, f.outcome_key))[1] as disposal,
			min(f.decided_on) filter (where f.outcome_class = 'guilty') as convicted_on
		from stage.course t
		join fact.outcome f on f.case_key = t.case_key
		join ref.court_outcome r on r.code = f.outcome and r.final
		join ref.disposal d on d.kind = 'court' and d.code = f.outcome
		group by f.case_key
	) o on o.case_key = c.case_key;

-- ── what the run has to make ──
-- Takes up the cases whose course may be another: those that this run changed, whose accused or outcomes it changed, all of
-- a source that has none yet, and all when the rules may have changed (etl.stage_all_facts put them there before).
-- Feeds that filled an empty fact leave no delta: what they staged stands for it.
create function etl.stage_courses(at_run bigint) returns bigint language plpgsql set default_statistics_target = 20 as $$
declare
	touched bigint;
	feed_name text;
	new_sources text[] := array(
		select g.source from stage.source g
		join etl.run_feed k on k.run_no = at_run and k.source = g.source and k.feed = 'case' and k.closing > 0
		where g.state = 'read' and coalesce((select r.closing from etl.run_feed r join etl.run u on u.run_no = r.run_no
			where r.source = g.source and r.feed = 'course' and r.run_no < at_run and u.state in ('applied', 'published', 'unchanged')
			order by r.run_no desc limit 1), 0) = 0);
begin
	if pg_catalog.cardinality(new_sources) > 0 then
		truncate stage.course;
		insert into stage.course (source, row_no, case_key)
		select c.source, 0, c.case_key from fact."case" c where c.source = any (new_sources);
	end if;
	create temporary table touched_case (case_key uuid) on commit drop;
	foreach feed_name in array array['case', 'accused', 'outcome'] loop
		execute pg_catalog.format('insert into pg_temp.touched_case select distinct d.case_key from stage.%I d where d.source <> all ($1)',
			case when etl.any_row(pg_catalog.format('stage.%I', 'delta_' || feed_name)) then 'delta_' || feed_name else feed_name end)
		using new_sources;
	end loop;
	analyze pg_temp.touched_case;
	insert into stage.course (source, row_no, case_key)
	select c.source, 0, c.case_key
	from (select t.case_key from pg_temp.touched_case t except select s.case_key from stage.course s) k
	join fact."case" c on c.case_key = k.case_key;
	insert into stage.gone_course (source, case_key)
	select f.source, f.case_key
	from (select t.case_key from pg_temp.touched_case t except select c.case_key from pg_temp.touched_case t
		join fact."case" c on c.case_key = t.case_key) k
	join fact.course f on f.case_key = k.case_key;
	get diagnostics touched = row_count;
	drop table pg_temp.touched_case;
	analyze stage.course;
	return touched + (select pg_catalog.count(*) from stage.course);
end
$$;

-- Takes up all facts and refused rows of the sources of the warehouse: a reclassification reads no source.
create or replace function etl.stage_all_facts(at_run bigint) returns void language plpgsql as $$
declare
	feed_name text;
begin
	foreach feed_name in array etl.feeds() loop
		perform etl.stage_retry(feed_name);
		perform etl.stage_from_facts(feed_name, 3, pg_catalog.format('fact.%I f', feed_name));
		execute pg_catalog.format('insert into etl.run_feed (run_no, source, feed, extracted, staged, rejected)
			select $1, s.source, $2, 0, 0, 0 from stage.%I s group by s.source', feed_name) using at_run, feed_name;
	end loop;
	insert into stage.course (source, row_no, case_key)
	select c.source, 0, c.case_key from fact."case" c join stage.source g on g.source = c.source and g.state = 'read';
end
$$;

-- Empties the stage. Tables that no migration made are dropped.
create or replace function etl.stage_clear() returns void language plpgsql as $$
declare
	table_name text;
	kept text[] := array['source', 'refusal', 'meaning'] || etl.facts()
		|| array(select p || f from pg_catalog.unnest(etl.facts()) f cross join pg_catalog.unnest(array['delta_', 'whole_', 'gone_']) p);
begin
	for table_name in
		select c.relname from pg_catalog.pg_class c
		where c.relnamespace = 'stage'::pg_catalog.regnamespace and c.relkind = 'r'
		order by c.relname collate "C"
	loop
		if table_name <> all (kept) then
			execute pg_catalog.format('drop table stage.%I', table_name);
		elsif etl.any_row(pg_catalog.format('stage.%I', table_name)) then
			execute pg_catalog.format('truncate stage.%I', table_name);
		end if;
	end loop;
end
$$;

-- ── what else goes through the list of facts ──
-- Columns that a fact takes from others: a change of these alone is none of the record itself. A course takes all.
create or replace function etl.derived_columns(fact_name text, why text) returns text[] language sql immutable parallel safe as $$
	select case
		when fact_name = 'case' and why = 'reclassified' then array['category']
		when fact_name in ('accused', 'outcome') and why = 'case' then array['district', 'station', 'registered_on', 'category', 'channel']
		when fact_name = 'accused' and why = 'outcome' then array['decided_on', 'outcome', 'outcome_class', 'sentence_kind', 'sentence_months']
		when fact_name = 'course' and why = 'case' then array['source', 'district', 'station', 'registered_on', 'category', 'channel', 'status',
			'status_on']
		when fact_name = 'course' and why = 'outcome' then array['accused', 'first_arrested_on', 'first_challaned_on', 'convicted_on',
			'disposed_on', 'disposal']
		else '{}' end
$$;

-- Every fact that run AT_RUN opened, changed or closed, with the reason:
--   new          entered for a day that no earlier run had covered      late      … that one had
--   returned     was there before and had left                          corrected its own columns changed
--   reclassified only what the reference data make of it changed        case, outcome   only what it takes from those changed
--   refused      the row turned bad                                     withdrawn it left the source
create or replace function etl.changes(at_run bigint)
returns table (fact text, source text, row_key text, how text, event_on date, columns text[]) language plpgsql as $$
declare
	fact_name text;
begin
	foreach fact_name in array etl.facts() loop
		return query execute pg_catalog.format($sql$
			with opened as (
				select %2$s, h.run_from from fact.%1$I h where h.run_from = $1
				union all
				select %2$s, h.run_from from fact.%3$I h where h.run_from = $1
			),
			closed as (select %2$s, h.run_from from fact.%3$I h where h.run_to = $1),
			pair as materialized (
				select coalesce(o.source, c.source) as source, coalesce(%4$s, %5$s) as row_key, o.run_from is not null as opens,
					c.run_from is not null as closes, coalesce(o.%6$I, c.%6$I) as event_on,
					exists (select from fact.%3$I e where e.run_to < $1 and %7$s) as was_there,
					case when o.run_from is not null and c.run_from is not null then array(
						select n.key from pg_catalog.jsonb_each(pg_catalog.to_jsonb(o)) n
						join pg_catalog.jsonb_each(pg_catalog.to_jsonb(c)) w on w.key = n.key
						where n.value is distinct from w.value and n.key <> 'run_from'
						order by n.key collate "C") end as columns
				from opened o full join closed c on %8$s
			)
			select $2, p.source, p.row_key, case
				when p.opens and p.closes then case
					when r.kind = 'reclassify' or p.columns <@ etl.derived_columns($2, 'reclassified') then 'reclassified'
					when p.columns <@ etl.derived_columns($2, 'case') then 'case'
					when p.columns <@ (etl.derived_columns($2, 'case') || etl.derived_columns($2, 'outcome')) then 'outcome'
					else 'corrected' end
				when p.opens then case when p.was_there then 'returned' when p.event_on < b.as_at_on then 'late' else 'new' end
				else case when exists (select from etl.reject x where x.source = p.source and x.feed = $2 and x.row_key = p.row_key
						and x.severity = 'row' and x.first_run <= $1 and coalesce(x.cured_run, $1 + 1) > $1) then 'refused'
					else 'withdrawn' end
				end, p.event_on, p.columns
			from pair p
			join etl.run r on r.run_no = $1
			left join lateral (
				select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s join etl.run u on u.run_no = s.run_no
				where s.source = p.source and s.run_no < $1 and u.state in ('applied', 'published', 'unchanged')
				order by s.run_no desc limit 1
			) b on true$sql$,
			fact_name, (select pg_catalog.string_agg('h.' || c, ', ') from pg_catalog.unnest(etl.fact_columns(fact_name)) c),
			fact_name || '_history', etl.key_text(fact_name, 'o'), etl.key_text(fact_name, 'c'), etl.fact_day(fact_name),
			etl.key_join(fact_name, 'e', 'o'), etl.key_join(fact_name, 'o', 'c'))
		using at_run, fact_name;
	end loop;
end
$$;

-- Counts the facts themselves against what the runs say they closed with; one row per feed that differs.
create or replace function etl.balance_faults(at_run bigint) returns table (source text, feed text, closing bigint, counted bigint)
language plpgsql as $$
declare
	fact_name text;
begin
	foreach fact_name in array etl.facts() loop
		return query execute pg_catalog.format('
			select coalesce(n.source, b.source), $1, coalesce(b.closing, 0), coalesce(n.counted, 0)
			from (select f.source, pg_catalog.count(*) as counted from fact.%I f group by f.source) n
			full join (select distinct on (r.source) r.source, r.closing from etl.run_feed r
				join etl.run u on u.run_no = r.run_no and u.state in (''applied'', ''published'', ''unchanged'')
				where r.feed = $1 and r.run_no <= $2 order by r.source, r.run_no desc) b on b.source = n.source
			where coalesce(b.closing, 0) <> coalesce(n.counted, 0)', fact_name) using fact_name, at_run;
	end loop;
end
$$;

create or replace view etl.distribution as
	with feed as (
		select f.name, case when f.name in ('accused', 'outcome', 'course') then 'case' else f.name end as anchor
		from pg_catalog.unnest(etl.facts()) as f (name)
	),
	known as (
		select c.oid, n.nspname as schema, c.relname as name, pg_catalog.format('%I.%I', n.nspname, c.relname) as relation
		from pg_catalog.pg_class c
		join pg_catalog.pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname in ('fact', 'stage', 'ref', 'etl', 'cube', 'report', 'raw')
	)
	select k.oid::pg_catalog.regclass as table_id, k.schema::text, k.relation,
		case
			when f.name is not null then 'distributed'
			-- read beside every staged row: local, they would bring the stage to the coordinator
			when k.schema = 'ref' or (k.schema = 'stage' and k.name in ('source', 'meaning', 'refusal')) then 'reference'
			else 'local' end as home,
		f.anchor || '_key' as key_column,
		case when f.name is not null and (k.schema, k.name) <> ('fact', f.anchor) then pg_catalog.format('fact.%I', f.anchor) end as anchor,
		case when f.name is null then 3 when k.schema = 'stage' then 2 when k.name = f.anchor then 0 else 1 end as place
	from known k
	left join feed f on (k.schema = 'fact' and k.name in (f.name, f.name || '_history'))
		or (k.schema = 'stage' and k.name in (f.name, 'whole_' || f.name, 'gone_' || f.name, 'delta_' || f.name));
