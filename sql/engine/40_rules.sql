-- kind: marked
-- purpose: rows as rules see them, and the rules that hold for every feed
-- locks: new objects only
--
-- The rules of one feed are files of their own (sql/etl/rules/); C runs them through engine.reject.

-- ── rows as rules see them ──
-- With the days on which they fall in their source's time zone.
create view engine.checked_case as
	select s.*, (s.registered_at at time zone g.timezone)::date as registered_on, g.as_at_on,
		pg_catalog.width_bucket((s.registered_at at time zone g.timezone)::date, (select engine.era_steps())) as era, g.latest_on
	from stage."case" s
	join stage.source g on g.source = s.source;

create view engine.checked_accused as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.accused s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;

create view engine.checked_outcome as
	select s.*, k.district, k.station, k.registered_on, g.as_at_on, g.latest_on
	from stage.outcome s
	join stage.source g on g.source = s.source
	join fact."case" k on k.case_key = s.case_key;

create view engine.checked_complaint as
	select s.*, (s.received_at at time zone g.timezone)::date as received_on,
		(s.responded_at at time zone g.timezone)::date as responded_on, g.as_at_on, g.latest_on, g.timezone
	from stage.complaint s
	join stage.source g on g.source = s.source;

create view engine.checked_outreach as
	select s.*, g.as_at_on, g.latest_on from stage.outreach s join stage.source g on g.source = s.source;

create view engine.checked_referral as
	select s.*, g.as_at_on, g.latest_on from stage.referral s join stage.source g on g.source = s.source;

create view engine.checked_training as
	select s.*, g.as_at_on, g.latest_on from stage.training s join stage.source g on g.source = s.source;

create view engine.checked_count as
	select s.*, g.as_at_on, g.latest_on from stage.count s join stage.source g on g.source = s.source;

-- ── rules ──
-- What a rule finds; RETURN QUERY may look with several processes, which INSERT does not. That few rows come of it the
-- planner cannot know, and would shun the processes for their sake.
create function engine.rule_found(rule_text text) returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query execute pg_catalog.format('select x.source, x.row_no, x.reason, pg_catalog.to_jsonb(x) ->> ''field'' from (%s
		) x', rule_text);
end
$$;

-- Enters what a rule found: RULE_TEXT is a SELECT of source, row_no, reason and, where it differs by row, field.
-- A row that an earlier rule rejected is left alone. What a jurisdiction tolerates is a warning.
create function engine.reject(feed_name text, severity text, code text, field text, remedy text, rule_text text)
returns bigint language plpgsql as $$
declare
	touched bigint;
begin
	insert into stage.reject (source, feed, row_no, severity, code, field, reason, remedy)
	select r.source, feed_name, r.row_no, case when t.code is null then reject.severity else 'warning' end, reject.code,
		coalesce(reject.field, r.field), r.reason, coalesce(t.note, reject.remedy)
	from engine.rule_found(rule_text) r
	join stage.source g on g.source = r.source
	left join ref.tolerance t on t.jurisdiction = g.jurisdiction and t.code = reject.code
	where not exists (select from stage.reject e
		where e.source = r.source and e.feed = feed_name and e.row_no = r.row_no and e.severity = 'row');
	get diagnostics touched = row_count;
	if touched > 1000 then
		analyze stage.reject;
	end if;
	return touched;
end
$$;

-- ── rules that hold for every feed ──
-- @each feed@
-- A text that was withheld at the door: the first of a row.
create function engine.found_withheld_@fact@() returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query
	select s.source, s.row_no, pg_catalog.format('The %s holds %s, which is not taken in.', pg_catalog.replace(x.name, '_', ' '),
		engine.withheld(x.value, 'withheld')), x.name
	from stage."@fact@" s
	cross join lateral (select t.name, e.value from (values @texts s@) as t (place, name, held)
		cross join lateral pg_catalog.unnest(t.held) e (value)
		where e.value like '‹withheld: %' order by t.place, e.value limit 1) x
	where pg_catalog.concat_ws(' ', @all_texts s@) like '%‹withheld: %';
end
$$;

-- What its fact cannot do without is not there.
create function engine.found_missing_@fact@() returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query
	select s.source, s.row_no, pg_catalog.format('The record cannot be counted, because this is not filled in: %s.', m.fields), m.fields
	from stage."@fact@" s cross join lateral (select pg_catalog.concat_ws(', ', @missing s@) as fields) m
	where @is_missing s@;
end
$$;

-- Rows of one key. The row counted is the one that is a fact, where facts were taken up; else the first of its file, or the one of the
-- lowest hash: the same in whatever order they come. Columns that differ are named, their values never are.
create function engine.found_twice_@fact@() returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query
	with twice as materialized (select @keys d@ from stage."@fact@" d group by @keys d@ having pg_catalog.count(*) > 1),
	given as materialized (
		select d.*, pg_catalog.row_number() over (partition by @keys d@ order by d.row_no >= -1000000000000,
			engine.origin_file(d.origin) collate "C", engine.origin_line(d.origin), d.feed_hash, d.row_no) as place
		from stage."@fact@" d
		join twice on @same_key d twice@
	)
	select n.source, n.row_no, case
		when n.feed_hash = w.feed_hash or m.columns = '' then 'The same record was given more than once, equal in every column; '
		else 'Records of one key differ in ' || m.columns || '; ' end
		|| case when w.origin is null then 'one of them is counted.' else 'the one at ' || w.origin || ' is counted.' end, null::text
	from given n
	join given w on w.place = 1 and @same_key n w@
	cross join lateral (select pg_catalog.concat_ws(', ', @differing n w@) as columns) m
	where n.place > 1;
end
$$;
-- @end@

-- Its district is none.
-- @each district@
create function engine.found_elsewhere_@fact@() returns table (source text, row_no bigint, reason text, field text) language plpgsql
set parallel_tuple_cost = 0.01 as $$
begin
	return query
	select s.source, s.row_no, pg_catalog.format('There is no district ''%s''.', s.district), null::text
	from stage."@fact@" s join stage.source g on g.source = s.source
	where not exists (select from ref.district d where d.code = s.district and d.jurisdiction = g.jurisdiction);
end
$$;
-- @end@

-- Refuses what was withheld, before every other rule.
create function engine.reject_withheld(feed_name text) returns void language plpgsql as $$
declare
	c record;
begin
	perform engine.reject(feed_name, 'row', 'personal-data', null,
		'Take it out of this field at the source; the record comes with the next run.', 'select * from engine.found_withheld_' || feed_name || '()');
	-- which columns are coded is data
	for c in select k.name, k.severity, k.fault, k.list, k.form from ref.coded_column k
		where k.feed = feed_name and k.form is distinct from 'section' order by k.name
	loop
		perform engine.reject(feed_name, c.severity, c.fault, c.name,
			case when c.list is not null then 'Choose one of the list at the source, or have it added to the list.'
				else 'Correct it at the source: this takes a short name or number, and no remark.' end,
			pg_catalog.format($sql$select s.source, s.row_no, pg_catalog.format(%1$L, %2$L, engine.withheld(s.%3$I, 'unlisted')) as reason
				from stage.%4$I s where s.%3$I like '‹unlisted: %%'$sql$,
				case when c.form is null then 'The %s is none of the list (%s).'
					when c.list is not null then 'The %s is none that is known (%s).' else 'The %s has not the form of one (%s).' end,
				pg_catalog.replace(c.name, '_', ' '), c.name, feed_name));
	end loop;
end
$$;

-- Refuses what is of no use whatever its feed: what its fact cannot do without is there, its district exists, its key is its own.
create function engine.reject_common(feed_name text) returns void language plpgsql as $$
begin
	perform engine.reject(feed_name, 'row', 'missing-value', null, 'Fill it in at the source; the record comes with the next run.',
		'select * from engine.found_missing_' || feed_name || '()');
	if engine.has_district(feed_name) then
		perform engine.reject(feed_name, 'row', 'unknown-district', 'district',
			'Correct the district at the source, or have the spelling added to the list of districts.',
			'select * from engine.found_elsewhere_' || feed_name || '()');
	end if;
	perform engine.reject(feed_name, 'row', 'duplicate-key', pg_catalog.array_to_string(engine.fact_keys(feed_name), ', '),
		'Remove the second entry at the source, or give it a number of its own.', 'select * from engine.found_twice_' || feed_name || '()');
end
$$;

-- ── the same record from two sources ──
-- The sources of which another has the same jurisdiction: only these can hold the same record.
create function engine.sources_shared() returns text[] language sql stable as $$
	with known as (
		select s.source, s.jurisdiction from stage.source s
		union
		select s.source, s.jurisdiction from etl.source s where s.last_run is not null
	)
	select array(select k.source from known k
		where exists (select from known o where o.jurisdiction = k.jurisdiction and o.source <> k.source))
$$;

-- Rows of the stage whose record another source has already, or has before them. What tells it stands in sql/facts/; feeds that say
-- nothing there have no such record. The one that stays is the one that is counted already; of several the one counted longest; of new
-- ones that of the source that stands first in the configuration.
-- @each record@
create function engine.rivals_@fact@() returns table (source text, row_no bigint, counted text) language plpgsql as $$
declare
	shared text[] := engine.sources_shared();
begin
	if pg_catalog.cardinality(shared) = 0 or not exists (select from stage."@fact@") then
		return;
	end if;
	return query
	with mine as materialized (
		select s.source, s.row_no, @keys s@, @record@, g.place
		from stage."@fact@" s
		join stage.source g on g.source = s.source
		where s.source = any (shared) and @tells@ and not exists (select from stage.reject e
			where e.source = s.source and e.feed = '@fact@' and e.row_no = s.row_no and e.severity = 'row')
	),
	asked as materialized (select distinct @record_keys m@ from mine m),
	entrant as (
		select m.source, m.row_no, m.place, f.run_from as since, @record_keys m@
		from mine m
		left join fact."@fact@" f on @same_key f m@ and f.source = m.source and @fact_record m@
		union all
		select f.source, null, 0, f.run_from, @record_keys k@
		from asked k join @found@
		where f.source = any (shared) and not exists (select from stage."@fact@" s where @same_key s f@)
			and not exists (select from stage.deleted_@fact@ x where @same_key x f@)
	),
	ranked as (
		select e.source, e.row_no, pg_catalog.first_value(e.source) over (partition by @record_keys e@
			order by e.since, e.place, e.source collate "C", e.row_no) as counted
		from entrant e
	)
	select r.source, r.row_no, r.counted from ranked r where r.row_no is not null and r.source <> r.counted;
end
$$;
-- @end@

create function engine.rivals(feed_name text) returns table (source text, row_no bigint, counted text) language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	case feed_name
	-- @each record@
	when '@fact@' then
		return query select r.* from engine.rivals_@fact@() r;
	-- @end@
	end case;
end
$$;
