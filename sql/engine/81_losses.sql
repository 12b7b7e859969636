-- kind: marked
-- purpose: losses that are more than the corrections of a night
-- locks: new objects only

-- Whether so many of so many are more than the corrections of a night: all of a few, half of some, a fifth of many.
create function engine.loss_is_grave(was bigint, lost bigint) returns boolean language sql immutable parallel safe as $$
	select (lost >= 5 and lost >= was) or (lost >= 8 and lost * 2 >= was) or (lost >= 20 and lost * 5 >= was)
$$;

-- Whether ACCEPTED, codes and names of districts or 'all', speaks of an area.
create function engine.loss_accepted(area text, accepted text[]) returns boolean language sql stable as $$
	select exists (select from pg_catalog.unnest(accepted) a (name)
		where engine.fold(a.name) in ('all', engine.fold(area),
			(select engine.fold(d.name_en) from ref.district d where d.code = area))
			or exists (select from ref.district_alias k where k.code = area and engine.fold(k.alias) = engine.fold(a.name)))
$$;

-- The districts and feeds of which run AT_RUN takes away more than the corrections of a night, however that came about:
-- keys that left the source, rows that turned bad, facts that moved to another district. A district that is null is all
-- of the feed, where nothing moves. Published counts have areas in place of districts.
create function engine.loss_faults(at_run bigint, accepted text[])
returns table (source text, feed text, district text, name text, was bigint, lost bigint, moved bigint) language plpgsql
set plan_cache_mode = force_custom_plan as $$
begin
	-- @each feed@
	if exists (select from stage.delta_@fact@) then
		return query
		with pair as (
			select max(d.source) filter (where d.sign = -1) as source, max(d.@area@) filter (where d.sign = -1) as was,
				max(d.source) filter (where d.sign = 1) as new_source, max(d.@area@) filter (where d.sign = 1) as becomes
			from stage.delta_@fact@ d
			group by @keys d@
		),
		loss as materialized (
			select p.source, p.was as area, pg_catalog.count(*) as lost, pg_catalog.count(p.becomes) as moved
			from pair p
			where p.was is not null and (p.becomes is null or p.becomes <> p.was or p.new_source <> p.source)
			group by p.source, p.was
		),
		suspect as (select l.* from loss l where l.lost >= 5 and not engine.loss_accepted(l.area, accepted)),
		came as (
			select p.new_source as source, p.becomes as area, pg_catalog.count(*) as rows
			from pair p
			where p.becomes is not null and (p.was is null or p.becomes <> p.was or p.new_source <> p.source)
			group by p.new_source, p.becomes
		),
		left_over as (
			select f.source, f.@area@ as area, pg_catalog.count(*) as rows
			from fact."@fact@" f
			where f.@area@ in (select s.area from suspect s)
			group by f.source, f.@area@
		),
		judged as (
			select s.source, s.area, coalesce(o.rows, 0) - coalesce(c.rows, 0) + s.lost as was, s.lost, s.moved
			from suspect s
			left join left_over o on o.source = s.source and o.area = s.area
			left join came c on c.source = s.source and c.area = s.area
			union all
			select l.source, null, f.opening, sum(l.lost - l.moved)::bigint, 0
			from loss l
			join etl.run_feed f on f.run_no = at_run and f.source = l.source and f.feed = '@fact@'
			where not engine.loss_accepted(l.area, accepted)
			group by l.source, f.opening
		)
		select j.source, '@fact@', j.area, coalesce(d.name_en, j.area), j.was, j.lost, j.moved
		from judged j left join ref.district d on d.code = j.area
		where engine.loss_is_grave(j.was, j.lost)
		order by j.source collate "C", j.area collate "C" nulls last;
	end if;
	-- @end@
end
$$;
