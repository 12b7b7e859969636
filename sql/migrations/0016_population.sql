-- kind: script
-- purpose: population by census and version of a district's boundary
-- locks: new objects only
--
-- A rate uses the population of the same boundary. A district that was cut has one version for the time before and one
-- for the time after, and of the latter no census says anything yet: such a rate is not available, never a wrong one.
create table ref.population (
	district text not null,
	boundary text not null,            -- '36 districts': as until the end of 2024; 'same': not cut then
	census_year integer not null,
	valid_from date,                   -- days for which the boundary holds; null: since or until any day
	valid_to date,
	women bigint not null check (women > 0),
	persons bigint not null,
	verified boolean not null,
	source text not null,
	primary key (district, boundary, census_year)
);

-- The population of a district whose boundary holds over all days of a period: of the latest census up to its end.
-- No row: not known.
create function ref.population_of(of_district text, first_day date, last_day date)
returns table (women bigint, census_year integer, boundary text) language sql stable parallel safe as $$
	select p.women, p.census_year, p.boundary from ref.population p
	where p.district = of_district and p.census_year <= extract(year from last_day)
		and coalesce(p.valid_from, '-infinity') <= first_day and coalesce(p.valid_to, 'infinity') >= last_day
	order by p.census_year desc, p.boundary collate "C" limit 1
$$;
