-- kind: marked
-- purpose: what a run changed and why, and the keys of a cell in words
-- locks: new objects only

-- Every fact that run AT_RUN opened, changed or closed, with the reason:
--   new          entered for a day that no earlier run had covered      late      … that one had
--   returned     was there before and had left                          corrected its own columns changed
--   reclassified only what the reference data make of it changed        case, outcome   only what it takes from those changed
--   rejected     the row turned bad                                     withdrawn it left the source
create function engine.changes(at_run bigint)
returns table (fact text, source text, row_key text, how text, event_on date, columns text[]) language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	-- @each fact@
	return query
	with opened as (
		select @columns h@, h.run_from from fact."@fact@" h where h.run_from = at_run
		union all
		select @columns h@, h.run_from from fact.@fact@_history h where h.run_from = at_run
	),
	closed as (select @columns h@, h.run_from from fact.@fact@_history h where h.run_to = at_run),
	pair as materialized (
		select coalesce(o.source, c.source) as source, coalesce(@key_text o@, @key_text c@) as row_key, o.run_from is not null as opens,
			c.run_from is not null as closes, coalesce(o.@day@, c.@day@) as event_on,
			exists (select from fact.@fact@_history e where e.run_to < at_run and @same_key e o@) as was_there,
			case when o.run_from is not null and c.run_from is not null then array(
				select n.key from pg_catalog.jsonb_each(pg_catalog.to_jsonb(o)) n
				join pg_catalog.jsonb_each(pg_catalog.to_jsonb(c)) w on w.key = n.key
				where n.value is distinct from w.value and n.key <> 'run_from'
				order by n.key collate "C") end as columns
		from opened o full join closed c on @same_key o c@
	)
	select '@fact@', p.source, p.row_key, case
		when p.opens and p.closes then case
			when r.kind = 'reclassify' or p.columns <@ @classified@ then 'reclassified'
			when p.columns <@ @taken_of_case@ then 'case'
			when p.columns <@ @taken@ then 'outcome'
			else 'corrected' end
		when p.opens then case when p.was_there then 'returned' when p.event_on < b.as_at_on then 'late' else 'new' end
		else case when exists (select from etl.reject x where x.source = p.source and x.feed = '@fact@' and x.row_key = p.row_key
				and x.severity = 'row' and x.first_run <= at_run and coalesce(x.resolved_run, at_run + 1) > at_run) then 'rejected'
			else 'withdrawn' end
		end, p.event_on, p.columns
	from pair p
	join etl.run r on r.run_no = at_run
	left join lateral (
		select (s.as_at at time zone s.timezone)::date as as_at_on from etl.run_source s join etl.run u on u.run_no = s.run_no
		where s.source = p.source and s.run_no < at_run and u.state in ('applied', 'published', 'unchanged')
		order by s.run_no desc limit 1
	) b on true;
	-- @end@
end
$$;

-- Figures that run AT_RUN moved: per cube, count and month, before and after it. Cells of a month are added up,
-- so moves within a month cancel; moved is how much was added and taken away in all.
create function engine.figure_changes(at_run bigint)
returns table (cube text, figure text, month date, before bigint, after bigint, moved bigint) language plpgsql as $$
declare
	c etl.cube;
	day_key text;
begin
	create temporary table figure_change (cube text, figure text, month date, change bigint, moved bigint) on commit drop;
	perform engine.set_local('shumar.as_of', at_run::text);
	for c in select * from etl.cube e where e.built_run is not null order by e.cube collate "C" loop
		select a.attname into day_key from pg_catalog.pg_attribute a
		where a.attrelid = pg_catalog.format('cube.%I', c.cube)::pg_catalog.regclass and a.atttypid = 'date'::pg_catalog.regtype
			and a.attnum > 0 and not a.attisdropped
		order by a.attnum limit 1;
		perform engine.set_local('shumar.signed', 'run');
		execute pg_catalog.format('insert into pg_temp.figure_change
			select $1, n.name, n.month, sum(n.value), sum(abs(n.value)) from (
				select pg_catalog.date_trunc(''month'', d.%1$I::timestamp)::date as month, x.name, sum(x.value) as value
				from (%2$s
				) d cross join lateral (values %3$s) as x (name, value)
				group by 1, 2, %4$s) n
			group by n.name, n.month having sum(abs(n.value)) <> 0', day_key, c.definition,
			(select pg_catalog.string_agg(pg_catalog.format('(%L, d.%I)', n, n), ', ') from pg_catalog.unnest(c.counts) n),
			(select pg_catalog.string_agg(pg_catalog.format('d.%I', k), ', ') from pg_catalog.unnest(c.keys) k)) using c.cube;
		perform engine.set_local('shumar.signed', 'since');
		return query execute pg_catalog.format('
			select f.cube, f.figure, f.month, (coalesce(n.value, 0) - f.change)::bigint, coalesce(n.value, 0)::bigint, f.moved
			from pg_temp.figure_change f
			left join (
				select x.name, pg_catalog.date_trunc(''month'', d.%1$I::timestamp)::date as month, sum(x.value) as value
				from report.%2$I d cross join lateral (values %3$s) as x (name, value)
				where pg_catalog.date_trunc(''month'', d.%1$I::timestamp)::date in (select m.month from pg_temp.figure_change m where m.cube = $1)
				group by 1, 2) n on n.name = f.figure and n.month = f.month
			where f.cube = $1
			order by f.month, f.figure collate "C"', day_key, c.cube,
			(select pg_catalog.string_agg(pg_catalog.format('(%L, d.%I)', n, n), ', ') from pg_catalog.unnest(c.counts) n)) using c.cube;
	end loop;
	perform engine.set_local('shumar.signed', '');
	perform engine.set_local('shumar.as_of', '');
	drop table pg_temp.figure_change;
end
$$;

-- The keys of a cell of a cube in words: "district PKP, station City, registered_on 2024-07-30".
create function engine.cell_text(cube_name text, cell jsonb) returns text language sql stable as $$
	select pg_catalog.string_agg(pg_catalog.format('%s %s', k.name, coalesce(cell ->> k.name, '-')), ', ' order by k.place)
	from etl.cube c cross join lateral pg_catalog.unnest(c.keys) with ordinality as k (name, place)
	where c.cube = cube_name
$$;
