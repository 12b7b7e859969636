-- kind: script
-- purpose: the evenings between the last nights, and a table for what each night brings to each table of the records
-- locks: new tables only
--
-- A row of later_x is a row of psrms.x as it is from that night on: new to the records, or in the place of the one
-- before it. Night 0 is the evening before the first night.

create table demo.evening (
	night integer primary key,
	day date not null,
	known_at timestamptz not null,     -- the latest entry by then: so far a mapping says that the records are known
	known_on date not null
);

-- The tables in an order in which rows can be written, and what one row of each is called.
create table demo.part (
	place integer primary key, name text not null, key text not null, what text not null,
	columns text, changes text         -- all of them, and those but the key for "on conflict do update set"
);
insert into demo.part (place, name, key, what) values
	(1, 'firs', 'fir_id', 'case'), (2, 'victims', 'victim_id', 'victim'), (3, 'accused_persons', 'accused_id', 'accused'),
	(4, 'arrests', 'arrest_id', 'arrest'), (5, 'bails', 'bail_id', 'bail'), (6, 'challans', 'challan_id', 'challan'),
	(7, 'court_outcomes', 'outcome_id', 'outcome'), (8, 'vwps_complaints', 'complaint_id', 'complaint'),
	(9, 'referrals', 'referral_id', 'referral'), (10, 'outreach_events', 'event_id', 'outreach'),
	(11, 'trainings', 'training_id', 'training');
update demo.part as p set columns = c.columns, changes = c.changes
from (
	select k.place, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
		string_agg(format('%1$I = excluded.%1$I', a.attname), ', ' order by a.attnum) filter (where a.attname <> k.key) as changes
	from demo.part as k
	join pg_attribute as a on a.attrelid = format('psrms.%I', k.name)::regclass and a.attnum > 0
	group by k.place
) as c
where c.place = p.place;

-- Runs a statement for every table in that order: %1$I is its name, %2$I its key, %3$s its changes, %4$L what a
-- row is, %5$s its columns.
create function demo.for_each_part(statement text, backwards boolean default false) returns void
language plpgsql as $$
declare
	part demo.part;
begin
	for part in select p.* from demo.part as p order by case when backwards then -p.place else p.place end loop
		execute format(statement, part.name, part.key, part.changes, part.what, part.columns);
	end loop;
end
$$;

select demo.for_each_part('create table demo.later_%1$I (night integer not null, like psrms.%1$I, primary key (night, %2$I))');

-- The rows that a night brings, before they are written out in full.
create table demo.due (
	name text not null, key bigint not null, night integer not null,
	fir_id bigint,                     -- the case that it is about
	entered boolean not null,          -- new to the records that night
	primary key (name, key, night)
);

-- The night in which something entered then comes into the records; FIRST is the day of evening 0.
create function demo.night_of(entered_at timestamptz, first date) returns integer
language sql immutable parallel safe as $$
	select greatest((entered_at at time zone 'Asia/Karachi')::date - first, 0)
$$;

insert into demo.evening (night, day, known_at, known_on)
with entry as materialized (
	select demo.night_of(t.entered_at, s.until - s.nights) as night, max(t.entered_at) as last_at
	from (
		select entered_at from psrms.firs union all select entered_at from psrms.vwps_complaints
		union all select entered_at from psrms.outreach_events union all select entered_at from psrms.trainings
	) as t
	cross join demo.settings as s
	group by 1
), evening as (
	select n, s.until - s.nights + n as day, case when n = s.nights then demo.last_moment(s.until)
		else (select max(entry.last_at) from entry where entry.night <= n) end as known_at
	from demo.settings as s cross join generate_series(0, s.nights) as n
)
select n, day, known_at, (known_at at time zone 'Asia/Karachi')::date from evening order by n;

analyze demo.evening;
