-- kind: script
-- purpose: what a case's sections mean on its day
-- locks: new objects only

-- The ways in which they are written, each with its first day; RETURN QUERY may look with several processes.
create function engine.sections_written() returns table (sections text[], honour boolean, domestic boolean, era integer, day date)
language plpgsql set parallel_tuple_cost = 0.01 as $$
begin
	return query
		select coalesce(s.sections, '{}'), coalesce(s.honour, false), coalesce(s.domestic, false), s.era, min(s.registered_on)
		from engine.checked_case s where s.era is not null group by 1, 2, 3, 4;
end
$$;

create function engine.stage_meaning() returns void language plpgsql as $$
begin
	insert into stage.meaning (sections, honour, domestic, era, category, unknown)
	with written as (
		select pg_catalog.row_number() over () as place, w.* from engine.sections_written() w
	),
	part as (
		select distinct w.place, w.honour, w.domestic, w.day, p.part, report.section_form(p.part) as form, report.section_base(p.part) as base
		from written w
		cross join lateral pg_catalog.unnest(w.sections) as s (section)
		cross join lateral pg_catalog.regexp_split_to_table(s.section, '\s*[/,;+&]\s*') as p (part)
		where pg_catalog.btrim(p.part) <> ''
	),
	spelling as materialized (select x.* from report.section_spelling x),
	-- the meanings of the section as written, else of the section without its clause
	meaning as (
		select p.place, p.part, p.honour, p.domestic, x.category, x.seriousness, x.decides, x.needs,
			pg_catalog.dense_rank() over (partition by p.place, p.part order by (x.form <> p.form)) as closeness
		from part p
		join spelling x on x.form in (p.form, p.base) and x.valid_from <= p.day and (x.valid_to is null or x.valid_to >= p.day)
	),
	principal as (
		select distinct on (m.place) m.place, m.category
		from meaning m
		where m.closeness = 1 and m.decides
			and (m.needs is null or (m.needs = 'honour' and m.honour) or (m.needs = 'domestic' and m.domestic))
		order by m.place, m.seriousness, m.category collate "C"
	),
	unknown as (
		select p.place, pg_catalog.string_agg(distinct p.part, ', ' order by p.part) as parts
		from part p
		where not exists (select from spelling x where x.form in (p.form, p.base))
		group by p.place
	)
	select w.sections, w.honour, w.domestic, w.era, c.category, u.parts
	from written w left join principal c on c.place = w.place left join unknown u on u.place = w.place;
	analyze stage.meaning;
end
$$;
