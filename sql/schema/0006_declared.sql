-- kind: script
-- purpose: the facts as sql/facts/ declares them
-- locks: new objects only

-- The facts as sql/facts/ declares them, for the engine that is made of it.
create table etl.fact (
	fact text primary key,
	place integer not null unique,     -- in the order in which they are told
	is_feed boolean not null,          -- false: it is made of other facts
	keys text[] not null,
	day text not null,                 -- the column that says on which day its event was
	landed text,                       -- that day of a landed row w of source g; null: its column of that name
	names_district boolean not null,   -- its rows name their district
	area text not null,                -- the column of the area by which losses are counted
	classified text[] not null,        -- columns that reference data decide
	inherits jsonb not null,           -- columns that it takes from other facts, by these
	record text[] not null,            -- what tells a record whatever source it comes from: expressions over a fact @
	staged text[],                     -- the same over a row @ of the stage; null: the same
	tells text,                        -- condition on a staged row s for which that is no accident; null: none is
	found text,                        -- how a fact f of the record k.i1, k.i2 … is found; null: by these expressions
	image text not null                -- the SELECT of what it looks like if this run is applied
);
