-- kind: script
-- purpose: what the making of the records draws from
-- locks: new objects only

-- The day on which the records stand; every set of changes is one day later.
create table police.clock (today date not null);

-- One row: cumulative weights to draw a station and a spelling of sections from.
create table police.weights (
	districts text[] not null, stations text[] not null, stations_upto double precision[] not null,
	spellings text[] not null, spellings_upto double precision[] not null
);

-- A number in [0, 1) for KEY and PURPOSE: the same for the same seed on every machine.
create function police.draw(key bigint, purpose bigint, seed bigint) returns double precision
language sql immutable parallel safe as $$
	select (hashint8extended(key, seed * 1000 + purpose) & 9007199254740991)::double precision / 9007199254740992.0
$$;

-- The element of LIST whose cumulative weight is the first above U.
create function police.pick(list text[], upto double precision[], u double precision) returns text
language sql immutable parallel safe as $$
	select list[1 + width_bucket(u, upto)]
$$;
